"""The arithmetic of one quotient as a text, LaTeX or NumPy, with the very floats of the run.

Numbers are written with as many digits as it takes to read back the same float. So the NumPy text,
executed, makes the same difference, step, slope and next weight to the last bit.
"""

import math
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from ..difference import Difference
from ..settings import Precision
from .point import rounded
from .table import LossSource

if TYPE_CHECKING:
    from .digits import QuotientDigits

_ENDS = {
    Difference.CENTRAL: ("w + h", "w − h"),
    Difference.FORWARD: ("w + h", "w"),
    Difference.BACKWARD: ("w", "w − h"),
}
ON_TRIANGLE = (
    "The losses are those of the triangle of the reduced rows: as exact, but rounded otherwise."
)
"""What is said of numbers that are not those of all rows."""
_READ_BACK = {Precision.DOUBLE: 17, Precision.SINGLE: 9}
"""The digits that read back as any float of a precision."""
_LATEX_CHARACTERS = {
    **{character: f"\\{character}" for character in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


class Notation(StrEnum):
    """How the arithmetic is written."""

    TEXT = "text"
    LATEX = "LaTeX"
    NUMPY = "NumPy"


def arithmetic(
    digits: "QuotientDigits",
    notation: Notation,
    name: str,
    learning_rate: float | None = None,
    source: LossSource = LossSource.ROWS,
) -> str:
    """Write one quotient, and the next weight if there is an η.

    Parameters
    ----------
    digits : QuotientDigits
    notation : Notation
    name : str
        What the weight is called.
    learning_rate : float, optional
        η: then w_next = w − η·slope is written as well.
    source : LossSource, optional
        What the losses come from: those of the triangle are said to be its own.

    Returns
    -------
    str
        Some lines; that of NumPy is a program that prints its results. Without a step,
        because w + h is w, they end with the step of 0.
    """
    write = {Notation.TEXT: _text, Notation.LATEX: _latex, Notation.NUMPY: _numpy}[notation]
    return write(digits, name, learning_rate, source)


def shortest(value: float, precision: Precision) -> str:
    """Return the shortest digits that read back as the same number of the precision."""
    kind = np.float64 if precision is Precision.DOUBLE else np.float32
    return str(kind(value)).removesuffix(".0")


def division(digits: "QuotientDigits") -> tuple[str, str]:
    """Return the difference and the step, with the digits that give the quotient when divided.

    The shortest ones that read back as the same floats, if that is enough. The losses and the step
    have to be finite.
    """
    numbers = digits.rise + 0.0, digits.step
    rise, step = (shortest(each, digits.precision) for each in numbers)
    if digits.is_still or not math.isfinite(digits.slope):
        return rise, step
    quotient = Decimal(digits.slope_text)
    last = Decimal(1).scaleb(int(quotient.as_tuple().exponent))
    if abs(Decimal(rise) / Decimal(step) - quotient) * 2 <= last:
        return rise, step
    count = _READ_BACK[digits.precision]
    rise, step = (f"{each:.{count}g}" for each in numbers)
    return rise, step


def _text(
    digits: "QuotientDigits", name: str, learning_rate: float | None, source: LossSource
) -> str:
    ahead, behind = _ENDS[digits.difference]
    number = _PlainNumbers(digits.precision)
    width = max(len(ahead), len(behind)) + len("loss()")
    lines = [
        f"w = {in_one_line(name)} = {number(digits.w)}",
        f"h = {number(digits.h)}, {digits.precision}",
        *([ON_TRIANGLE] if source is LossSource.TRIANGLE else []),
        f"{f'loss({ahead})':<{width}} = {number(digits.ahead)}",
        f"{f'loss({behind})':<{width}} = {number(digits.behind)}",
        f"difference = {number(digits.rise)}",
        f"step taken = {number(digits.step)}",
    ]
    if digits.is_still:
        return "\n".join([*lines, "w + h is w: there is no quotient."]) + "\n"
    lines += [
        f"quotient = {number(digits.slope)}",
        _exact_slopes(digits),
    ]
    if learning_rate is not None:
        from .digits import next_weight  # loaded on use, as in engine/__init__.py

        lines += [
            f"η = {learning_rate!r}",
            f"w_next = w − η·quotient = {number(next_weight(digits, learning_rate))}",
        ]
    return "\n".join(lines) + "\n"


def _latex(
    digits: "QuotientDigits", name: str, learning_rate: float | None, source: LossSource
) -> str:
    ahead, behind = (end.replace("−", "-") for end in _ENDS[digits.difference])
    number = _LatexNumbers(digits.precision)
    weight = rf"w_\text{{{in_latex(name)}}}"
    rise = f"{number(digits.ahead)} - {number(digits.behind)}"
    ends = " - ".join(rf"\text{{loss}}({end.replace('w', weight)})" for end in (ahead, behind))
    step = rf"h_\text{{taken}} &= {number(digits.step)}"
    lines = [rf"&\text{{{ON_TRIANGLE}}}"] if source is LossSource.TRIANGLE else []
    lines.append(step)
    if digits.is_still:
        return _aligned_lines(lines)
    lines += [
        rf"\delta {weight} &= \frac{{{ends}}}{{h_\text{{taken}}}} "
        rf"= \frac{{{rise}}}{{{number(digits.step)}}} = {number(digits.slope)}",
    ]
    if learning_rate is not None:
        from .digits import next_weight  # loaded on use, as in engine/__init__.py

        following = number(next_weight(digits, learning_rate))
        eta, slope = number(learning_rate), number.bracketed(digits.slope)
        lines.append(
            rf"{weight}^\text{{new}} &= {weight} - \eta\,\delta {weight} "
            rf"= {number(digits.w)} - {eta} \cdot {slope} = {following}"
        )
    return _aligned_lines(lines)


def in_one_line(name: str) -> str:
    """Return a name with single blanks instead of line breaks, for a text or a comment."""
    return " ".join(name.split())


def in_latex(name: str) -> str:
    """Return a name with the characters that LaTeX reads as commands written as characters."""
    return "".join(_LATEX_CHARACTERS.get(character, character) for character in in_one_line(name))


def _aligned_lines(lines: list[str]) -> str:
    body = " \\\\\n".join(lines)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _exact_slopes(digits: "QuotientDigits") -> str:
    if digits.beside is None:
        return f"exact slope = {digits.exact_text}"
    left, right = (shortest(each, Precision.DOUBLE) for each in digits.beside)
    return f"exact slopes = {left} to the left, {right} to the right"


def _exact_in_numpy(digits: "QuotientDigits") -> str:
    number = _NumpyNumbers(Precision.DOUBLE)
    if digits.beside is None:
        return number(rounded(digits.exact))
    left, right = map(number, digits.beside)
    return f"{left}, {right}  # to the left and to the right: the loss has a kink here"


def _numpy(
    digits: "QuotientDigits", name: str, learning_rate: float | None, source: LossSource
) -> str:
    ahead, behind = (end.replace("−", "-") for end in _ENDS[digits.difference])
    number = _NumpyNumbers(digits.precision)
    lines = [
        "import numpy as np",
        "",
        f"w = {number(digits.w)}  # {in_one_line(name)}",
        f"h = {number(digits.h)}",
        *([f"# {ON_TRIANGLE}"] if source is LossSource.TRIANGLE else []),
        f"ahead = {number(digits.ahead)}  # the loss at {ahead}",
        f"behind = {number(digits.behind)}  # the loss at {behind}",
        f"step = ({ahead}) - ({behind})  # the step taken, because w + h is rounded",
    ]
    if digits.is_still:
        return "\n".join([*lines, "print(step)"]) + "\n"
    lines += [
        "quotient = (ahead - behind) / step",
        f"exact = {_exact_in_numpy(digits)}",
        'print("quotient", quotient)',
        'print("exact   ", exact)',
    ]
    if learning_rate is not None:
        lines += [f"w_next = w - {learning_rate!r} * quotient", 'print("w_next  ", w_next)']
    return "\n".join(lines) + "\n"


class _PlainNumbers:
    """Writes numbers of one precision in plain text."""

    def __init__(self, precision: Precision) -> None:
        self._precision = precision

    def __call__(self, value: float) -> str:
        return shortest(value, self._precision)


class _LatexNumbers(_PlainNumbers):
    def __call__(self, value: float) -> str:
        if not math.isfinite(value):
            return r"\infty" if value > 0 else r"\text{none}"
        mantissa, _, exponent = super().__call__(value).partition("e")
        if not exponent:
            return mantissa
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"

    def bracketed(self, value: float) -> str:
        """Write a number after an operator, with brackets if it is negative."""
        return self(value) if math.copysign(1, value) > 0 else rf"\left({self(value)}\right)"


class _NumpyNumbers(_PlainNumbers):
    def __call__(self, value: float) -> str:
        kind = "float64" if self._precision is Precision.DOUBLE else "float32"
        text = super().__call__(value)
        return f"np.{kind}({text})" if math.isfinite(value) else f'np.{kind}("{text}")'
