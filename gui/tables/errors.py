"""What a table must refuse, each with the sentence a person reads."""

from ..errors import GuiError


class UnreadableClipboard(GuiError):
    """A clipboard cell that holds no number."""

    def __init__(self, row: int, column: int, reason: str) -> None:
        super().__init__(f"Clipboard, row {row}, column {column}: {reason} Nothing was pasted.")


class RaggedClipboard(GuiError):
    """Clipboard rows of different lengths."""

    def __init__(self, row: int, cells: int, expected: int) -> None:
        super().__init__(
            f"Clipboard, row {row} has {_counted(cells, 'cell')} where row 1 has {expected}. "
            "Nothing was pasted."
        )


class NothingToPaste(GuiError):
    """A clipboard without text."""

    def __init__(self) -> None:
        super().__init__("The clipboard holds no numbers to paste.")


class CannotPasteHere(GuiError):
    """A block that would reach into computed columns."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is computed and cannot be pasted into. Nothing was pasted.")


class TooMuchToCopy(GuiError):
    """More cells than a clipboard should hold."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            f"{cells:,} cells are too many for the clipboard, which takes {most:,}. Select fewer."
        )


class BadShape(GuiError):
    """Text that names no shape."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= 24 else text[:23] + "…"
        super().__init__(f"“{shown}” is not a shape. Type rows and columns, such as 100×3.")


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
