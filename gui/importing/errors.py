"""Errors of the import dialog, each with the sentence the user reads."""

from pathlib import Path

from engine.shortening import fitted

from ..errors import GuiError
from ..text.names import elide_name
from ..text.translation import translate


class FileChanged(GuiError):
    """The file no longer holds the table that the dialog shows."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            translate(
                "importing",
                "{name} has changed since you opened this dialog. Check the preview again, then "
                "import.",
            ).format(name=elide_name(path.name))
        )
        self.short = fitted(
            translate("importing", "{name} has changed since you opened this dialog."),
            names={"name": path.name},
        )
