"""Errors of the import dialog, each with the sentence the user reads."""

from pathlib import Path

from ..errors import GuiError
from ..text.names import elide_name


class FileChanged(GuiError):
    """The file no longer holds the table that the dialog shows."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{elide_name(path.name)} has changed since you opened this dialog. "
            "Check the preview again, then import."
        )
