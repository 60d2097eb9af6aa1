"""What a table must refuse, each with the sentence a person reads."""

from engine.shortening import shortened

from ..errors import GuiError

_LONGEST = 24


class UnreadableClipboard(GuiError):
    """A clipboard that holds no table of numbers."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} Nothing was pasted.")


class UnreadableCell(UnreadableClipboard):
    """A clipboard cell that holds no number."""

    def __init__(self, row: int, column: int, name: str, text: str, reason: str) -> None:
        self.text = text
        named = f" ({name})" if name else ""
        super().__init__(f"Clipboard, row {row}, column {column}{named}: {reason}")


class BlankRow(UnreadableCell):
    """A clipboard row without a number."""

    def __init__(self, row: int) -> None:
        super().__init__(row, 1, "", "", "the cell is empty. Every cell needs a number.")


class NothingToPaste(GuiError):
    """A clipboard without text."""

    def __init__(self) -> None:
        super().__init__("The clipboard holds no numbers to paste.")


class CannotPasteHere(GuiError):
    """A selection that holds computed cells alone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is computed and cannot be pasted into. Nothing was pasted.")


class TooWideToPaste(GuiError):
    """Several columns for a table of one."""

    def __init__(self, columns: int, part: str) -> None:
        super().__init__(
            f"The clipboard has {columns:,} columns, and {part} has one. Nothing was pasted."
        )


class TooMuchToCopy(GuiError):
    """More cells than a clipboard should hold."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            f"{cells:,} cells are too many for the clipboard, which takes {most:,}. Select fewer."
        )


class BadShape(GuiError):
    """Text that names no shape."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{shortened(text, _LONGEST)}” is not a shape. Type rows and columns, such as 100×3."
        )
