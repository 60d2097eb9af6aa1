"""What a sheet holds that would be misread, and the sentence that refuses it."""

from enum import Enum
from typing import NamedTuple

from ...language.sentence import Chain, marked

SAVE_AGAIN = marked("engine", "Open the workbook in a spreadsheet program and save it there.")


class MisreadKind(Enum):
    """What would be misread, as said with its row and column, and without."""

    NO_RESULT = (
        marked(
            "engine",
            "sheet {sheet} has a formula without a result in row {row}, column {column}.",
        ),
        marked("engine", "sheet {sheet} has a formula without a result in a cell."),
    )
    NEVER_COMPUTED = (
        marked(
            "engine",
            "sheet {sheet} has formulas that were never computed: the result 0 is stored for the "
            "one in row {row}, column {column}.",
        ),
        marked(
            "engine",
            "sheet {sheet} has formulas that were never computed: the result 0 is stored for the "
            "one in a cell.",
        ),
    )
    VALUE_IN_PARTS = (
        marked(
            "engine",
            "sheet {sheet} has a value that would be read only in part in row {row}, column "
            "{column}.",
        ),
        marked("engine", "sheet {sheet} has a value that would be read only in part in a cell."),
    )
    TEXT_IN_PARTS = (
        "",
        marked("engine", "sheet {sheet} has a text that would be read only in part."),
    )
    RAISED_DIGITS = (
        "",
        marked(
            "engine",
            "sheet {sheet} has a number with raised digits, which would be read like the others.",
        ),
    )


class Misread(NamedTuple):
    """Something that would be misread; its row and column count from 1, 0 if they are not known."""

    kind: MisreadKind
    row: int = 0
    column: int = 0

    def said(self, sheet: str) -> str:
        """Say what it is, and what helps."""
        at, somewhere = self.kind.value
        form = at if self.row else somewhere
        problem = form.format(sheet=sheet, row=self.row, column=self.column)
        return Chain(problem, " ", SAVE_AGAIN)
