"""What a table refuses, each with the sentence that a person reads."""

from engine.shortening import one_line

from ..errors import GuiError

# Enough of a mistyped shape to recognise it; the message stays one line.
_LONGEST = 24


class UnreadableClipboard(GuiError):
    """The clipboard holds no table of numbers.

    ``complete`` is what pasting only what is complete would keep; empty if that is no table.
    """

    def __init__(self, reason: str, complete: str = "") -> None:
        self.complete = complete
        super().__init__(f"{reason} Nothing was pasted.")


class UnreadableCell(UnreadableClipboard):
    """A clipboard cell is not a number."""

    def __init__(self, row: int, column: int, name: str, text: str, reason: str) -> None:
        self.text = text
        named = f" ({name})" if name else ""
        self._sentence = f"Clipboard, row {row}, column {column}{named}: {reason}"
        super().__init__(self._sentence)

    def with_complete(self, complete: str) -> UnreadableClipboard:
        """Return this error with what is complete in the clipboard."""
        return UnreadableClipboard(self._sentence, complete)


class BlankRow(UnreadableCell):
    """A clipboard row has no numbers."""

    def __init__(self, row: int) -> None:
        super().__init__(row, 1, "", "", "the cell is empty. Every cell needs a number.")


class NothingToPaste(GuiError):
    """The clipboard has no text."""

    def __init__(self) -> None:
        super().__init__("The clipboard holds no numbers to paste.")


class CannotPasteHere(GuiError):
    """Only computed cells are selected."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is computed and cannot be pasted into. Nothing was pasted.")


class TooWideToPaste(GuiError):
    """Several columns cannot be pasted into a one-column table."""

    def __init__(self, columns: int, table_name: str) -> None:
        super().__init__(
            f"The clipboard has {columns:,} columns, but {table_name} has one. Nothing was pasted."
        )


class TooMuchToCopy(GuiError):
    """More cells are selected than may be copied."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            f"{cells:,} cells are too many for the clipboard, which takes {most:,}. Select fewer."
        )


class BadShape(GuiError):
    """The text is not a shape."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{one_line(text, _LONGEST)}” is not a shape. Type rows and columns, such as 100×3."
        )
