"""What stands between a document and its file, each with the sentence a person reads."""

from pathlib import Path

from ..errors import GuiError
from ..shown import shown


class ChangedOnDisk(GuiError):
    """A file that is no longer the one that was opened or saved here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"“{shown(path.stem)}” was changed by another window or program since it was opened."
        )


class BeingWritten(GuiError):
    """A file that another window is writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was not written: another window is writing it. Save again in a moment."
        )


class NoRecoveryCopy(GuiError):
    """A place where no recovery copies can be kept."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"No recovery copies can be kept in {folder}: {reason.lower()}. "
            "Until that is mended, save often."
        )


class BrokenCopy(GuiError):
    """A recovery copy that cannot be read."""

    def __init__(self, kept: Path, reason: str) -> None:
        super().__init__(f"The recovery copy cannot be read: {reason} It is kept aside as {kept}.")


class CopyGone(GuiError):
    """A recovery copy that another window has taken meanwhile."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” has been recovered or discarded by another window.")
