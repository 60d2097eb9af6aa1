"""Errors of opening, saving and recovering, each with the sentence the user reads."""

from pathlib import Path

from ..errors import GuiError
from ..text.names import elide_name


class ChangedOnDisk(GuiError):
    """The file is no longer the one that was opened or saved here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"“{elide_name(path.stem)}” was changed by another window or program"
            " since it was opened."
        )


class BeingWritten(GuiError):
    """Another window is writing the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was not saved: another window is saving it. Try again in a moment."
        )


class NotAFile(GuiError):
    """The path is that of a pipe or a device."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is a pipe or a device, which cannot hold an experiment. Save to a file."
        )


class NoRecoveryCopy(GuiError):
    """The recovery folder cannot hold copies.

    ``standing`` is the sentence that stays in the window for as long as that is so, and ``detail``
    says more, with what can be done.
    """

    standing = "Not protected: the recovery folder cannot be written"

    def __init__(self, folder: Path, reason: str, remedy: str) -> None:
        super().__init__(
            f"Recovery copies cannot be written to {folder}: {reason.lower()}. "
            "Save often until this is fixed."
        )
        self.detail = f"{self} {remedy} Copies then go on by themselves."


class BrokenCopy(GuiError):
    """A recovery copy cannot be read."""

    def __init__(self, kept: Path, reason: str) -> None:
        super().__init__(f"The recovery copy cannot be read: {reason} It was moved to {kept}.")


class CopyGone(GuiError):
    """Another window took the recovery copy first."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” was recovered or discarded in another window.")


class CopyStays(GuiError):
    """A recovery copy cannot be deleted."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"The recovery copy of “{elide_name(name)}” could not be deleted: {reason.lower()}. "
            "It will be offered again."
        )
