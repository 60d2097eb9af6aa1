"""How a verdict writes numbers, epochs and combinations of columns."""

import math
from collections.abc import Sequence

import numpy as np

from ..matrix import Matrix
from ..shortening import elide_middle

# The strip of the window shows so many characters on one line at 900 pixels.
LONGEST = 72
# Below it, a count is read digit by digit.
COUNTED_BELOW = 10**9
# Three digits tell a factor from 1 above it.
NEARLY_ONE = 1.01
# Names this long leave room for most sentences around them; shorter ones for all.
NAME_LENGTHS = (40, 24, 16, 12, 8, 5)
# The other parts of a direction do less than a third of what its first part does.
SMALL_PART = 0.3
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """Write a number with a true minus: 0.00528, 17,565 or 1e−18."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "—"
    size = abs(value)
    if size != 0 and not 1e-4 <= size < COUNTED_BELOW:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    rounded = float(f"{value:.{digits}g}")
    if size >= 10 ** (digits - 1):
        return f"{value:,.0f}".replace("-", "−")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    text = f"{rounded:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def setting(value: float) -> str:
    """Write η or h as its field does, with a true minus."""
    mantissa, marked, exponent = f"{value:g}".partition("e")
    return f"{mantissa}{marked}{int(exponent) if marked else ''}".replace("-", "−")


def count(epochs: float) -> str:
    """Write a number of epochs: 12,345 or 3.7e12."""
    return f"{epochs:,.0f}" if epochs < COUNTED_BELOW else number(float(epochs))


def in_epochs(epochs: float) -> str:
    """Write how often something happens, with three digits: "45.4 epochs", or "epoch" for 1."""
    if epochs < 1.5:
        return "epoch"
    return f"{number(epochs) if epochs < 100 else count(float(f'{epochs:.3g}'))} epochs"


def fold(factor: float) -> str:
    """Write how many times something has grown: 11.2 or 10²⁶."""
    if factor < COUNTED_BELOW:
        return number(factor)
    if math.isinf(factor):
        return "over 10³⁰⁸"
    return f"10{str(round(math.log10(factor))).translate(_RAISED)}"


def above_one(factor: float) -> str:
    """Write a factor that is above 1, and never as 1: 2.73 or 1.0002."""
    if factor >= NEARLY_ONE or factor <= 1:
        return fold(factor)
    return f"{1 + float(f'{factor - 1:.1g}'):.12g}"


def default_names(weights: int) -> tuple[str, ...]:
    """Name the columns x1, x2, …"""
    return tuple(f"x{k}" for k in range(1, weights + 1))


def combination(terms: Sequence[tuple[str, float]], longest_name: int = NAME_LENGTHS[0]) -> str:
    """Write a sum of columns, what is added first: ``x1 + 2·x2 − x3``; 0 if there is none."""
    text = ""
    for name, coefficient in sorted(terms, key=lambda term: term[1] < 0):
        sign = "−" if coefficient < 0 else "+"
        size = abs(coefficient)
        factor = "" if abs(size - 1) <= 1e-9 else f"{number(size, 4)}·"
        term = factor + elide_middle(name, longest_name)
        text += f" {sign} {term}" if text else term if sign == "+" else f"−{term}"
    return text or "0"


def direction(parts: Matrix, names: Sequence[str], longest_name: int = NAME_LENGTHS[0]) -> str:
    """Name a direction of W by the columns it moves most: ``x2 − x5``.

    ``parts`` (j,) are how much the predictions move with each weight along it.
    """
    sizes = np.abs(parts)
    order = np.argsort(-sizes, kind="stable")
    large = [int(k) for k in order if sizes[k] > SMALL_PART * sizes[order[0]]]
    shown = sorted(large[:2])
    turned = -1.0 if parts[shown[0]] < 0 else 1.0
    terms = [(names[k], float(np.sign(parts[k])) * turned) for k in shown]
    text = combination(terms, longest_name)
    return f"{text} …" if len(large) > len(shown) else text
