"""What a comma or a point in the clipboard's numbers means, and whether that is ambiguous.

A person is asked only if neither the numbers nor the locale decide. What the reader of files asks,
such as which of two tables to read, is asked here as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.number_patterns import (
    commas_are_decimal,
    implies_decimal_point,
    may_group,
    may_have_commas,
    proves_decimal_comma,
)
from engine.shortening import LONGEST_QUOTE, fitted, one_line

from ...errors import GuiError
from ...text.names import either_of
from ...text.translation import translate, translated

TEXT = ReadOptions(encoding="utf-8", comment="")
TABS = replace(TEXT, separator="\t")
COMMAS = replace(TEXT, separator=",", decimal=".")


class Interpretation(NamedTuple):
    """One way to read a text, and the number it gives for the ambiguous cell."""

    meaning: str
    options: ReadOptions


class AmbiguousText(GuiError):
    """A text that can be read in more than one way; ``interpretations`` lists them.

    ``question`` is what to ask, and ``remark`` what follows from the answer.
    """

    def __init__(
        self,
        cell: str,
        interpretations: Sequence[Interpretation],
        question: str = "",
        remark: str = translate("tables", "Everything you paste will be read the same way."),
    ) -> None:
        self.cell, self.interpretations = cell, tuple(interpretations)
        self.question, self.remark = (
            question or translate("tables", "What does {cell} mean?").format(cell=cell),
            remark,
        )
        meanings = either_of([reading.meaning for reading in interpretations])
        super().__init__(
            translate("tables", "“{cell}” could mean {meanings}.").format(
                cell=cell, meanings=meanings
            )
        )
        self.short = fitted(
            translate("tables", "“{cell}” could mean more than one thing."), names={"cell": cell}
        )


_MEANINGS: Mapping[str, Mapping[str | bool, str]] = {
    "header": {True: translate("tables", "Names"), False: translate("tables", "Numbers")},
    "decimal": {
        ".": translate("tables", "Decimal point"),
        ",": translate("tables", "Decimal comma"),
    },
    "thousands": {
        "": translate("tables", "Nothing"),
        " ": translate("tables", "A space"),
        ",": translate("tables", "A comma"),
        "'": translate("tables", "An apostrophe"),
    },
    "separator": {
        ",": translate("tables", "Commas"),
        ";": translate("tables", "Semicolons"),
        "\t": translate("tables", "Tabs"),
        " ": translate("tables", "Blanks"),
        "|": translate("tables", "Bars"),
    },
    "bad_rows": {"skip": translate("tables", "Skip these rows")},
}


def ambiguous_choice(choice: NeedsChoice, options: ReadOptions) -> AmbiguousText:
    """Return the question for a choice that the reader of files asks for."""
    meanings = _MEANINGS.get(choice.option, {})
    interpretations = [
        Interpretation(
            meanings.get(value, one_line(str(value), LONGEST_QUOTE)),
            replace(options, **{choice.option: value}),  # type: ignore[arg-type]
        )
        for value in choice.values
    ]
    problem = translated(choice.problem)
    question = f"{problem[:1].upper()}{problem[1:]}"
    return AmbiguousText(choice.option, interpretations, question, "")


def with_decimal_mark(
    options: ReadOptions, cells: Sequence[str], decimal_comma: bool, decimal_mark: str | None
) -> ReadOptions:
    """Return options with the decimal mark that the cells imply, if any; raises AmbiguousText.

    ``decimal_mark`` is what the other program declares, if it does. It wins.
    """
    if decimal_mark is not None:
        return replace(options, decimal=decimal_mark)
    if commas_are_decimal(cells):
        return replace(options, decimal=",")
    if any(map(implies_decimal_point, cells)):
        is_mixed = may_have_commas(cells) and any(map(proves_decimal_comma, cells))
        return options if is_mixed else replace(options, decimal=".")
    return _by_locale(options, [cell for cell in cells if may_group(cell)], decimal_comma)


def _by_locale(options: ReadOptions, ambiguous: Sequence[str], decimal_comma: bool) -> ReadOptions:
    """Read 1,234 or 1.234 as the locale does.

    If only the other locale's mark occurs, the text may come from elsewhere: ask.
    """
    own, other = (",", ".") if decimal_comma else (".", ",")
    if not ambiguous:
        return options
    if any(own in cell for cell in ambiguous):
        return replace(options, decimal=own)
    cell = ambiguous[0]
    decimal = Interpretation(cell.replace(",", "."), replace(options, decimal=other))
    grouped = Interpretation(
        cell.replace(other, ""), replace(options, decimal=own, thousands=other)
    )
    raise AmbiguousText(cell, [decimal, grouped])
