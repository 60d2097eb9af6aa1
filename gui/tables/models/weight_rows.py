"""The rows of W: what each shows, and which of them there is room for."""

from collections.abc import Collection
from enum import Enum

from engine.language.sentence import marked

from ...text.translation import translate, translated


class WeightRow(Enum):
    """A row of W, with its name and what it shows; in the order of the table."""

    START = (
        marked("tables", "start"),
        marked("tables", "Where a run starts. Type here, or choose from the menu."),
    )
    NOW = marked("tables", "now"), marked("tables", "Where the run is now.")
    GRADIENT = (
        "δW",
        marked(
            "tables",
            "The slope of the loss along each weight, by the difference quotients of the run: not "
            "the change of W, which goes against it.",
        ),
    )
    EXACT = (
        marked("tables", "exact δW"),
        marked("tables", "The same slopes by their formula: what the quotients come close to."),
    )
    OPTIMUM = (
        marked("tables", "optimum"),
        marked("tables", "The weights with the least possible loss."),
    )
    ERROR = "± s.e.", marked("tables", "The standard error of each weight of the optimum.")
    T = "t", marked("tables", "The weight of the optimum over its standard error.")
    P = "p", marked("tables", "How likely a t at least as far from 0 is if the weight is 0.")
    LOWER = (
        marked("tables", "95 % from"),
        marked("tables", "The lower end of the interval that covers the true weight in 95 of 100."),
    )
    UPPER = (
        marked("tables", "95 % to"),
        marked("tables", "The upper end of the interval that covers the true weight in 95 of 100."),
    )
    ORIGINAL = (
        marked("tables", "original units"),
        marked("tables", "The weights now, for the columns of A before scaling."),
    )

    @property
    def title(self) -> str:
        """The name beside the row."""
        return translated(self.value[0])

    @property
    def meaning(self) -> str:
        """One sentence on what the row shows."""
        return translated(self.value[1])

    @property
    def spoken(self) -> str:
        """What screen readers call the row: "δW" alone is heard as a change of W."""
        return translated(_SPOKEN.get(self, self.value[0]))

    @property
    def formula(self) -> str:
        """How the row is computed; empty if that is no formula."""
        return _FORMULAE.get(self, "")


_SPOKEN = {
    WeightRow.GRADIENT: marked("tables", "δW, slope of the loss"),
    WeightRow.EXACT: marked("tables", "exact δW, slope of the loss"),
}

_FORMULAE = {
    WeightRow.NOW: "W ← W − η·δW",
    WeightRow.GRADIENT: translate(
        "tables",
        "central: δw = [loss(w + h) − loss(w − h)] / 2h\n"
        "forward: δw = [loss(w + h) − loss(w)] / h\n"
        "backward: δw = [loss(w) − loss(w − h)] / h",
    ),
    WeightRow.EXACT: "δW = 2·Aᵀ·(A·W − Y) / N",
    WeightRow.OPTIMUM: "Aᵀ·A·W = Aᵀ·Y",
    WeightRow.ERROR: translate("tables", "residual sd · √ of the diagonal of (Aᵀ·A)⁻¹"),
    WeightRow.T: translate("tables", "optimum ÷ s.e."),
}

INFERENCE = (WeightRow.T, WeightRow.P, WeightRow.LOWER, WeightRow.UPPER)
"""The rows that are shown only if a person asks for them: the view Fit has them for all weights."""

HIDEABLE = (
    *(WeightRow.NOW, WeightRow.GRADIENT, WeightRow.EXACT, WeightRow.OPTIMUM, WeightRow.ERROR),
)
"""The rows that a person may do without: the start is typed in, and what is scaled is rare."""

WEIGHTS = (WeightRow.START, WeightRow.NOW, WeightRow.OPTIMUM)
"""The rows that are compared digit by digit: they share their decimals."""


def hidden_rows(names: str) -> frozenset[WeightRow]:
    """Return the rows with these names, as they are kept for the next start; ignore others."""
    return frozenset(row for row in HIDEABLE if row.name.casefold() in names.split())


def inference_rows(names: str) -> frozenset[WeightRow]:
    """Return the rows of the inference with these names; ignore others."""
    return frozenset(row for row in INFERENCE if row.name.casefold() in names.split())


def names_of(rows: Collection[WeightRow]) -> str:
    """Return the names of rows as they are kept, in the order of the table."""
    return " ".join(row.name.casefold() for row in WeightRow if row in rows)


_PRIORITY = (
    *(WeightRow.NOW, WeightRow.START, WeightRow.OPTIMUM, WeightRow.ORIGINAL),
    *(WeightRow.GRADIENT, WeightRow.ERROR),
    *(WeightRow.P, WeightRow.T, WeightRow.LOWER, WeightRow.UPPER, WeightRow.EXACT),
)
# A quotient that is wrong is seen beside the exact slope only.
_SLOPES = (WeightRow.EXACT, WeightRow.GRADIENT)
_ALWAYS = 3
_FIRST = _PRIORITY[:_ALWAYS]
# Two rows of data show that there is a table below W, and three that it goes on.
_LEAST_DATA, _USUAL_DATA = 2, 3
# With so many rows there is room for one more row of data beside the rows of W.
_ROOMY = 8
WHOLE_SMALL_TABLE = 7
"""The rows in which the published example is seen whole, with the slopes of its weights."""


def rows_with_room(
    room: int,
    available: Collection[WeightRow],
    data_rows: int,
    *,
    silent: Collection[WeightRow] = (),
    with_wrong_slopes: bool = False,
) -> tuple[WeightRow, ...]:
    """Return the rows of W to show if ``room`` rows fit in all, in the order of the table.

    The most important ones come first, as long as some rows of data remain to be seen. Slopes that
    are wrong come before all that there is not always room for, and rows that are ``silent``,
    because nothing is ever known of them, after all others.
    """
    is_whole = room >= WHOLE_SMALL_TABLE and data_rows <= _USUAL_DATA
    # The rare row of original units takes the place of data, not that of a slope with its mark.
    costs_slope = WeightRow.ORIGINAL in available and not with_wrong_slopes
    is_usual = (room >= _ROOMY or is_whole) and not costs_slope
    data = min(data_rows, _USUAL_DATA if is_usual else _LEAST_DATA)
    count = max(_ALWAYS, room - data)
    order: list[WeightRow] = list(_PRIORITY)
    if with_wrong_slopes:
        first = [row for row in _FIRST if row not in silent]
        order = [*first, *_SLOPES, *(row for row in order if row not in (*first, *_SLOPES))]
    order.sort(key=lambda row: row in silent)
    kept = [row for row in order if row in available][:count]
    return tuple(row for row in WeightRow if row in kept)
