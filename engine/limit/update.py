"""The whole update of one weight as a text, LaTeX or NumPy, with the very floats of the run.

w_new = w − η·[L(w+h) − L(w−h)]/(h taken). Read back and computed, it gives the weight of the next
epoch to the last bit, in the arithmetic of the run and in the units of the table.
"""

from typing import TYPE_CHECKING

from ..difference import Difference
from ..settings import Precision
from .arithmetic import Notation, in_latex, in_one_line, shortest

if TYPE_CHECKING:
    from ..methods.step_working import StepWorking

_ENDS = {
    Difference.CENTRAL: ("w + h", "w − h"),
    Difference.FORWARD: ("w + h", "w"),
    Difference.BACKWARD: ("w", "w − h"),
}


def update_text(
    step: "StepWorking",
    learning_rate: float,
    precision: Precision,
    notation: Notation,
    name: str = "",
) -> str:
    """Write the next epoch of one weight under plain descent.

    ``optimised_update.py`` writes that of any optimiser.

    Parameters
    ----------
    step : StepWorking
        With a quotient: of an epoch that was written out.
    learning_rate : float
        η of the run.
    precision : Precision
        Its arithmetic.
    notation : Notation
    name : str, optional
        What the weight is called; ``w1`` and so on, if it has no name.

    Returns
    -------
    str
        Some lines. Those of NumPy are a program that prints the new weight.
    """
    write = {Notation.TEXT: _text, Notation.LATEX: _latex, Notation.NUMPY: _numpy}[notation]
    return write(step, learning_rate, precision, name)


def update_formula(step: "StepWorking", learning_rate: float, precision: Precision) -> str:
    """Write the update on one line: ``1.7 − 0.01 · ((86.7 − 340.4) / 2)``.

    Of a column that the descent divides by its length, the whole is divided by it as well. In
    single precision each number stands in ``float32(…)``, as every operation is rounded to it; the
    length is one of float64.
    """
    is_single = precision is Precision.SINGLE
    written_as = "float32({})" if is_single else "{}"
    numbers = (step.w, step.ahead, step.behind, step.step)
    w, ahead, behind, taken = (
        written_as.format(_signed(shortest(each, precision))) for each in numbers
    )
    eta = written_as.format(repr(learning_rate))
    written = f"{w} − {eta} · (({ahead} − {behind}) / {taken})"
    if is_single and step.is_scaled:
        return f"float64({written}) / {step.length!r}"
    return f"({written}) / {step.length!r}" if step.is_scaled else written


def ends_of(difference: Difference) -> tuple[str, str]:
    """Return where both losses of a quotient are."""
    return _ENDS[difference]


def _text(step: "StepWorking", learning_rate: float, precision: Precision, name: str) -> str:
    ahead, behind = _ENDS[step.difference]
    name = in_one_line(name) or f"w{step.weight + 1}"
    rule = f"w − η · ((L({ahead}) − L({behind})) / (h taken))"
    if step.is_scaled:
        rule = f"({rule}) / |a|"
    lines = [
        f"{name} new = {rule}",
        f"{name} new = {update_formula(step, learning_rate, precision)}",
        f"{name} new = {_signed(repr(step.w_next_of_table))}",
    ]
    return "\n".join(lines) + "\n"


def _latex(step: "StepWorking", learning_rate: float, precision: Precision, name: str) -> str:
    ahead, behind = (end.replace("−", "-") for end in _ENDS[step.difference])
    name = rf"w_\text{{{in_latex(name)}}}" if name else f"w_{{{step.weight + 1}}}"
    numbers = (step.w, step.ahead, step.behind, step.step)
    w, up, down, taken = (_tex(shortest(each, precision)) for each in numbers)
    eta = _tex(repr(learning_rate))
    rise = rf"\frac{{L({ahead}) - L({behind})}}{{h_\text{{taken}}}}".replace("w", name)
    rule = rf"{name} - \eta\,{rise}"
    numeric = rf"{w} - {eta} \cdot \frac{{{up} - {down}}}{{{taken}}}"
    if step.is_scaled:
        rule = rf"\frac{{1}}{{|a|}}\left({rule}\right)"
        numeric = rf"\frac{{1}}{{{_tex(repr(step.length))}}}\left({numeric}\right)"
    body = " \\\\\n".join(
        (
            rf"{name}^\text{{new}} &= {rule}",
            rf"&= {numeric}",
            rf"&= {_tex(repr(step.w_next_of_table))}",
        )
    )
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _numpy(step: "StepWorking", learning_rate: float, precision: Precision, name: str) -> str:
    ahead, behind = (end.replace("−", "-") for end in _ENDS[step.difference])
    kind = f"np.{precision.value}"

    def number(value: float) -> str:
        return f"{kind}({shortest(value, precision)})"

    lines = [
        "import numpy as np",
        "",
        f"w = {number(step.w)}" + (f"  # {in_one_line(name)}" if name else ""),
        f"ahead = {number(step.ahead)}  # the loss at {ahead}",
        f"behind = {number(step.behind)}  # the loss at {behind}",
        f"taken = {number(step.step)}  # ({ahead}) - ({behind}), as it was rounded",
        "slope = (ahead - behind) / taken",
        f"w_new = np.float64(w - {learning_rate!r} * slope)",
    ]
    if step.is_scaled:
        lines.append(f"w_new = w_new / {step.length!r}  # the length of its column")
    return "\n".join([*lines, "print(repr(float(w_new)))"]) + "\n"


def _signed(written: str) -> str:
    """Return the digits of a number with true minus signs."""
    return written.replace("-", "−")


def _tex(written: str) -> str:
    mantissa, _, exponent = written.partition("e")
    found = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return rf"\left({found}\right)" if exponent or mantissa.startswith("-") else found
