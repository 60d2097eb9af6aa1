"""Errors of the import dialog, each with the sentence the user reads."""

from pathlib import Path

from engine.shortening import fitted

from ..errors import GuiError
from ..text.names import elide_name
from ..text.translation import translate


class ExtraNotAdded(GuiError):
    """A library that a file needs could not be added; ``reason`` is what said so."""

    def __init__(self, extra: str, reason: str) -> None:
        super().__init__(
            translate("importing", "The extra “{extra}” was not added: {reason}").format(
                extra=extra, reason=reason or translate("importing", "the reason is not known.")
            )
        )
        self.short = translate("importing", "The extra “{extra}” was not added.").format(
            extra=extra
        )


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
