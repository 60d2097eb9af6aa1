"""What a table refuses, each with the sentence that a person reads."""

from engine.shortening import fitted, grouped, one_line

from ..errors import GuiError
from ..text.translation import plural, translate

# Enough of a mistyped shape to recognise it; the message stays one line.
_LONGEST = 24


_CELL = translate("tables", "Clipboard, row {row}, column {column}: {reason}")
_NAMED_CELL = translate("tables", "Clipboard, row {row}, column {column} ({name}): {reason}")


class UnreadableClipboard(GuiError):
    """The clipboard holds no table of numbers.

    ``complete`` is what pasting only what is complete would keep; empty if that is no table.
    """

    def __init__(self, reason: str, complete: str = "") -> None:
        self.complete = complete
        super().__init__(translate("tables", "{reason} Nothing was pasted.").format(reason=reason))


class UnreadableCell(UnreadableClipboard):
    """A clipboard cell is not a number."""

    def __init__(self, row: int, column: int, name: str, text: str, reason: str) -> None:
        self.text = text
        place = _NAMED_CELL if name else _CELL
        self._sentence = place.format(row=row, column=column, name=name, reason=reason)
        super().__init__(self._sentence)
        self.short = fitted(
            translate(
                "tables", "Clipboard, row {row}, column {column} ({name}): “{text}” is no number."
            )
            if name
            else translate(
                "tables", "Clipboard, row {row}, column {column}: “{text}” is no number."
            ),
            names={"name": name, "text": text},
            row=row,
            column=column,
        )

    def with_complete(self, complete: str) -> UnreadableClipboard:
        """Return this error with what is complete in the clipboard."""
        other = UnreadableClipboard(self._sentence, complete)
        other.short = self.short
        return other


class TooSmall(UnreadableClipboard):
    """A clipboard cell would become 0, because its number is too small for a float64."""

    def __init__(self, row: int, column: int, name: str, text: str) -> None:
        place = _NAMED_CELL if name else _CELL
        reason = translate(
            "tables",
            "{text} is too small: numbers here begin at about 4.9e−324. Copy a larger one, or 0.",
        ).format(text=text)
        super().__init__(place.format(row=row, column=column, name=name, reason=reason))
        self.short = fitted(
            translate(
                "tables", "Clipboard, row {row}, column {column} ({name}): “{text}” is too small."
            )
            if name
            else translate(
                "tables", "Clipboard, row {row}, column {column}: “{text}” is too small."
            ),
            names={"name": name, "text": text},
            row=row,
            column=column,
        )


class BlankRow(UnreadableCell):
    """A clipboard row has no numbers."""

    def __init__(self, row: int) -> None:
        super().__init__(
            row, 1, "", "", translate("tables", "the cell is empty. Every cell needs a number.")
        )
        self.short = translate(
            "tables", "Clipboard, row {row}, column 1: the cell is empty."
        ).format(row=row)


class NothingToPaste(GuiError):
    """The clipboard has no text."""

    def __init__(self) -> None:
        super().__init__(translate("tables", "The clipboard holds no numbers to paste."))


class CannotPasteHere(GuiError):
    """Only computed cells are selected."""

    def __init__(self, name: str) -> None:
        super().__init__(
            translate(
                "tables", "{name} is computed and cannot be pasted into. Nothing was pasted."
            ).format(name=name)
        )


class TooWideToPaste(GuiError):
    """Several columns cannot be pasted into a one-column table."""

    def __init__(self, columns: int, table_name: str) -> None:
        super().__init__(
            plural(
                "tables",
                "The clipboard has {n} columns, but {table_name} has one. Nothing was pasted.",
                "The clipboard has {n} column, but {table_name} has one. Nothing was pasted.",
                1,
            )(columns, table_name=table_name)
        )


class NotWeights(GuiError):
    """W takes one number for each column, in a row or in a column."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(
            plural(
                "tables",
                "The clipboard has {shape} numbers, but W takes one row or one column of them. "
                "Nothing was pasted.",
                "The clipboard has {shape} number, but W takes one row or one column of them. "
                "Nothing was pasted.",
                1,
            )(rows * columns, shape=f"{grouped(rows)}×{grouped(columns)}")
        )
        self.short = translate("tables", "W takes one row or one column; the clipboard has more.")


class TooMuchToCopy(GuiError):
    """More cells are selected than may be copied."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(
            plural(
                "tables",
                "{n} cells are too many for the clipboard, which takes {most}. Select fewer.",
                "{n} cell is too many for the clipboard, which takes {most}. Select fewer.",
                1,
            )(cells, most=grouped(most))
        )
        self.short = plural(
            "tables",
            "{n} cells are too many for the clipboard.",
            "{n} cell is too many for the clipboard.",
            1,
        )(cells)


class BadShape(GuiError):
    """The text is not a shape."""

    def __init__(self, text: str) -> None:
        super().__init__(
            translate(
                "tables", "“{text}” is not a shape. Type rows and columns, such as 100×3."
            ).format(text=one_line(text, _LONGEST))
        )
