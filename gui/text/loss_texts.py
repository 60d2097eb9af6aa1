"""What the losses are called, and what is said of them."""

from engine import Settings
from engine.formula.ready import ReadyLoss
from engine.losses.smoothness import Smoothness

from .message import MessageKind
from .numbers import format_exact, format_number
from .translation import translate

LOSS = translate("text", "loss")
KEY = "Alt+L"
TIP = translate(
    "text",
    "Loss: what the descent makes small. Choose one, or type a formula of Y, P, W and N.",
)
SHAPES = {
    Smoothness.QUADRATIC: translate("text", "quadratic"),
    Smoothness.SMOOTH: translate("text", "smooth"),
    Smoothness.KINKED: translate("text", "with kinks"),
}
SHAPE_TIPS = {
    Smoothness.QUADRATIC: translate(
        "text", "A parabola along each weight: η has a limit, and a formula tells the least loss."
    ),
    Smoothness.SMOOTH: translate(
        "text", "One slope at every W. No formula tells the least loss, so no run ends with ✓."
    ),
    Smoothness.KINKED: translate(
        "text",
        "Two slopes at a kink: no derivative there. No formula tells the least loss, so no run "
        "ends with ✓.",
    ),
}
PRESS_ENTER = translate("text", "press Enter")
"""In place of the shape, while a loss that is typed is not taken yet."""
WAITING = translate("text", "Press Enter to take this loss ({shape}), or Esc to leave it.")
WITHOUT_DATA = translate("text", "without P")
NAMES = {
    ReadyLoss.MEAN_SQUARE: translate("text", "mean square"),
    ReadyLoss.MEAN_ABSOLUTE: translate("text", "mean absolute"),
    ReadyLoss.HUBER: translate("text", "Huber"),
    ReadyLoss.LOG_COSH: translate("text", "log-cosh"),
    ReadyLoss.QUANTILE: translate("text", "quantile"),
}
"""In the menu, without their numbers."""
NO_LOSS_YET = translate("text", "no loss yet")
HUBER = translate("text", "Huber, δ = {number}")
QUANTILE = translate("text", "quantile {number}")
TIPS = {
    ReadyLoss.MEAN_SQUARE: translate("text", "mean((Y − P)²): large residuals count most"),
    ReadyLoss.MEAN_ABSOLUTE: translate("text", "mean(|Y − P|): an outlier counts no more than it"),
    ReadyLoss.HUBER: translate(
        "text", "Square for residuals up to δ, straight beyond: type another δ behind the name"
    ),
    ReadyLoss.LOG_COSH: translate("text", "mean(log(cosh(Y − P))): square near 0, straight beyond"),
    ReadyLoss.QUANTILE: translate(
        "text", "Least at that quantile of Y, 0.5 at the median: type another behind the name"
    ),
}
FORMULA = "mean(|Y − P|^1.5) + 0.1·sum(W²)"
"""Offered as a beginning: it has most of what a formula may have."""
FORMULA_TIP = translate(
    "text",
    "Type any formula of Y, P (the prediction), W (the weights) and N (the rows): "
    "+ − · / ^ ² |x|, mean, sum, max, min, log, exp, sqrt, cosh, where …",
)
NAME_TIPS = {
    "Y": translate("text", "the output of each row"),
    "P": translate("text", "the prediction A·W of each row; Ŷ means the same"),
    "W": translate("text", "the weights"),
    "N": translate("text", "the number of rows"),
    "mean": translate("text", "the mean over all rows or weights"),
    "sum": translate("text", "the sum over all rows or weights"),
    "max": translate("text", "the largest of all, or of several values"),
    "min": translate("text", "the smallest of all, or of several values"),
    "abs": translate("text", "the size; |x| means the same"),
    "sqrt": translate("text", "the square root"),
    "exp": translate("text", "e to the power of a value"),
    "expm1": translate("text", "exp(x) − 1, also exact near 0"),
    "log": translate("text", "the natural logarithm"),
    "log1p": translate("text", "log(1 + x), also exact near 0"),
    "logaddexp": translate("text", "log(exp(a) + exp(b)) of two values"),
    "where": translate("text", "where(a < b, then, otherwise)"),
    "sin": translate("text", "the sine"),
    "cos": translate("text", "the cosine"),
    "arctan": translate("text", "the arc tangent"),
    "sinh": translate("text", "the hyperbolic sine"),
    "cosh": translate("text", "the hyperbolic cosine"),
    "tanh": translate("text", "the hyperbolic tangent"),
}
"""What the names of a formula mean, those first that most losses have."""
READY_TIPS = {NAMES[loss]: tip for loss, tip in TIPS.items()}
"""What the losses with a name are."""
_COMPLETION = translate("text", "{name}    {meaning}")
COMPLETIONS = {
    name: _COMPLETION.format(name=name, meaning=meaning)
    for name, meaning in (*NAME_TIPS.items(), *READY_TIPS.items())
}
"""The names as they are offered, each with what it means."""
NAMES_OF_FORMULAS = translate("text", "Names of a formula")
TYPE_FORMULA = translate("text", "&Type a Formula…")
WRITE = translate("text", "Write {formula}")
"""The remedy: a formula as it may have been meant."""
WRITE_SHORT = translate("text", "Correct it")
"""The same if the formula is long."""
WRITE_WHY = translate("text", "The formula that may have been meant: {formula}")
OPEN = translate("text", "Losses (Alt+↓)")
WIDEST = 24
"""Characters of a formula on the button of its remedy."""
BRIEF = {
    ReadyLoss.MEAN_SQUARE: translate("text", "MSE"),
    ReadyLoss.MEAN_ABSOLUTE: translate("text", "MAE"),
    ReadyLoss.HUBER: translate("text", "Huber"),
    ReadyLoss.LOG_COSH: translate("text", "log-cosh"),
    ReadyLoss.QUANTILE: translate("text", "quantile"),
}
FORMULA_BEFORE = translate("text", "the formula before")
"""A loss that has no name, beside one that is typed and refused."""
BRIEF_FORMULA = translate("text", "formula")
"""Where there is no room for more."""

LESSON_OF_MEAN_SQUARE = translate(
    "text", "What this example teaches is of the mean square. The loss is now: {loss}"
)
"""In place of what an example teaches."""

MISTAKE = MessageKind.WARNING
"""Of a formula that is being typed: it may only be unfinished."""


def written_loss(settings: Settings) -> str:
    """Return a loss as its field shows it, and as it may be typed."""
    match settings.loss:
        case ReadyLoss.HUBER:
            return HUBER.format(number=format_exact(settings.delta))
        case ReadyLoss.QUANTILE:
            return QUANTILE.format(number=format_exact(settings.quantile))
        case text if text in list(ReadyLoss):
            return NAMES[ReadyLoss(text)]
    return settings.loss


def name_in_use(settings: Settings) -> str:
    """Return what a loss is called while its field shows another one, which is refused."""
    return written_loss(settings) if settings.loss in list(ReadyLoss) else FORMULA_BEFORE


def lesson_of_another_loss(settings: Settings) -> str:
    """Return what takes the place of what an example teaches if its loss is another."""
    return LESSON_OF_MEAN_SQUARE.format(loss=written_loss(settings))


def brief_loss(settings: Settings) -> str:
    """Return a loss in one word."""
    is_ready = settings.loss in list(ReadyLoss)
    return BRIEF[ReadyLoss(settings.loss)] if is_ready else BRIEF_FORMULA


def entry_of(loss: ReadyLoss, settings: Settings) -> str:
    """Return the entry of a loss in the menu, with the number that the settings have for it."""
    if loss is ReadyLoss.HUBER:
        return HUBER.format(number=format_number(settings.delta))
    if loss is ReadyLoss.QUANTILE:
        return QUANTILE.format(number=format_number(settings.quantile))
    return NAMES[loss]
