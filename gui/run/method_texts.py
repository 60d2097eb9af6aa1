"""Texts about the methods of a descent."""

from collections.abc import Sequence

from engine import Frame, Method
from engine.trace import MethodSpan

from ..text.numbers import format_count
from ..text.translation import translate, translated

DESCRIPTIONS = {
    Method.AUTOMATIC: translate(
        "run", "By formula if that gives the same numbers, otherwise epoch by epoch"
    ),
    Method.LITERAL: translate(
        "run",
        "Epoch by epoch, with every quotient evaluated on all rows. Of many columns, the residual "
        "of a weight is r ± h·A_k, which rounds otherwise than the textbook’s form",
    ),
    Method.TRIANGLE: translate(
        "run", "Epoch by epoch, with every quotient evaluated on the rows reduced by QR"
    ),
    Method.MODES: translate(
        "run", "Many epochs at once by formula, checked against the limit along the way"
    ),
}
"""What each method does, in the menu."""
REPORTS = {
    Method.LITERAL: translate(
        "run", "Every epoch, every row: each quotient is evaluated on all rows."
    ),
    Method.TRIANGLE: translate(
        "run", "Every epoch, table reduced: each quotient is evaluated on the rows of a QR."
    ),
    Method.MODES: translate(
        "run", "Jumped by formula, checked: quotients were evaluated along the way."
    ),
}
"""How the epochs of a run were computed."""
NOT_FASTER = translate("run", "Not faster, because {reason}.")


SPANS = {
    Method.LITERAL: translate("run", "Epochs {first}–{last}: every epoch, every row."),
    Method.TRIANGLE: translate("run", "Epochs {first}–{last}: every epoch, table reduced."),
    Method.MODES: translate("run", "Epochs {first}–{last}: jumped by formula, checked."),
}
ONE_EPOCH = {
    Method.LITERAL: translate("run", "Epoch {last}: every row."),
    Method.TRIANGLE: translate("run", "Epoch {last}: table reduced."),
    Method.MODES: translate("run", "Epoch {last}: by formula, checked."),
}
MOST_SPANS = 4
"""Each change of the settings during a run may add two; a tool tip of more lines is not read."""
EARLIER = translate("run", "Before epoch {first} the methods changed as well.")


def explained_method(frame: Frame, spans: Sequence[MethodSpan] = ()) -> str:
    """Return how a frame was computed and, if that is not the fastest method, why.

    If the epochs before it were computed in several ways, these follow.
    """
    lines = [REPORTS[frame.method]]
    if frame.fallback:
        lines.append(NOT_FASTER.format(reason=translated(frame.fallback)))
    of_epochs = [span for span in spans if span.last > 0]  # the start is no epoch
    if len(of_epochs) > 1:
        shown = of_epochs[-MOST_SPANS:]
        if len(shown) < len(of_epochs):
            lines.append(EARLIER.format(first=format_count(shown[0].first)))
        lines += map(_span_text, shown)
    return "\n".join(lines)


def _span_text(span: MethodSpan) -> str:
    first = max(span.first, 1)
    forms = SPANS if first < span.last else ONE_EPOCH
    return forms[span.method].format(first=format_count(first), last=format_count(span.last))
