"""Errors of opening, saving and recovering, each with the sentence the user reads."""

from pathlib import Path

from engine.shortening import fitted

from ..errors import GuiError
from ..text.names import elide_name, shown_path
from ..text.translation import translate


class ChangedOnDisk(GuiError):
    """The file is no longer the one that was opened or saved here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            translate(
                "files", "“{name}” was changed by another window or program since it was opened."
            ).format(name=elide_name(path.stem))
        )
        self.short = fitted(
            translate("files", "“{name}” was changed elsewhere."), names={"name": path.stem}
        )


class BeingWritten(GuiError):
    """Another window is writing the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            translate(
                "files", "{path} was not saved: another window is saving it. Try again in a moment."
            ).format(path=shown_path(path))
        )
        self.short = fitted(
            translate("files", "{name} was not saved: another window is saving it."),
            names={"name": path.name},
        )


class NotAFile(GuiError):
    """The path is that of a pipe or a device."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            translate(
                "files",
                "{path} is a pipe or a device, which cannot hold an experiment. Save to a file.",
            ).format(path=shown_path(path))
        )
        self.short = fitted(
            translate("files", "{name} is a pipe or a device, not a file."),
            names={"name": path.name},
        )


class NoRecoveryCopy(GuiError):
    """The recovery folder cannot hold copies.

    ``standing`` is the sentence that stays in the window for as long as that is so, and ``detail``
    says more, with what can be done.
    """

    standing = translate("files", "Not protected: the recovery folder cannot be written")

    def __init__(self, folder: Path, reason: str, remedy: str) -> None:
        super().__init__(
            translate(
                "files",
                "Recovery copies cannot be written to {folder}: {reason}. Save often until this is "
                "fixed.",
            ).format(folder=shown_path(folder), reason=reason.lower())
        )
        self.short = fitted(
            translate("files", "No recovery copies in {folder}: {reason}."),
            translate("files", "No recovery copies can be written to {folder}."),
            names={"folder": str(folder)},
            reason=reason.lower(),
        )
        self.detail = translate(
            "files", "{refusal} {remedy} Copies then go on by themselves."
        ).format(refusal=self, remedy=remedy)


class DocumentNotCopied(NoRecoveryCopy):
    """This document cannot be written to a file, nor to a recovery copy."""

    standing = translate("files", "Not protected: this document cannot be kept in a file")

    def __init__(self, reason: str) -> None:
        GuiError.__init__(
            self,
            translate("files", "No recovery copy of this document can be written: {reason}").format(
                reason=reason
            ),
        )
        self.short = translate("files", "No recovery copy of this document can be written.")
        self.detail = translate(
            "files", "{refusal} Once it can be saved, copies go on by themselves."
        ).format(refusal=self)


class BrokenCopy(GuiError):
    """A recovery copy cannot be read."""

    def __init__(self, kept: Path, reason: str) -> None:
        super().__init__(
            translate(
                "files", "The recovery copy cannot be read: {reason} It was moved to {kept}."
            ).format(reason=reason, kept=kept)
        )
        self.short = fitted(
            translate("files", "The recovery copy cannot be read; it is now {name}."),
            names={"name": kept.name},
        )


class CopyGone(GuiError):
    """Another window took the recovery copy first."""

    def __init__(self, name: str) -> None:
        super().__init__(
            translate("files", "“{name}” was recovered or discarded in another window.").format(
                name=name
            )
        )
        self.short = fitted(
            translate("files", "“{name}” was recovered or discarded in another window."),
            names={"name": name},
        )


class CopyStays(GuiError):
    """A recovery copy cannot be deleted."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            translate(
                "files",
                "The recovery copy of “{name}” could not be deleted: {reason}. It will be offered "
                "again.",
            ).format(name=elide_name(name), reason=reason.lower())
        )
        self.short = fitted(
            translate("files", "The recovery copy of “{name}” could not be deleted."),
            names={"name": name},
        )
