"""The whole update of one weight under any optimiser as a text, LaTeX or NumPy, with its numbers.

What an epoch of heavy ball, Nesterov, RMSProp, Adam, AdamW or Adagrad does is some assignments, in
the order of torch.optim. Each is written with its symbols, with the very floats of the run, and
with its result, so that every line can be read back and computed to the last bit.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..optimisers.kinds import Optimiser
from ..settings import Settings
from .arithmetic import Notation, in_latex, in_one_line, shortest
from .update import ends_of, update_text

if TYPE_CHECKING:
    from ..methods.step_working import StepWorking

_MEMORY = {
    Optimiser.HEAVY_BALL: ("b",),
    Optimiser.NESTEROV: ("b",),
    Optimiser.RMSPROP: ("v",),
    Optimiser.ADAGRAD: ("s",),
    Optimiser.ADAM: ("m", "v"),
    Optimiser.ADAMW: ("m", "v"),
}
"""What an optimiser remembers of a weight."""
_SYMBOL = re.compile(r"\b(?:w_new|w|slope|b|m|v|s|root)\b")
_IN_LATEX = {"slope": r"\delta w", "root": "r", "w_new": "w"}
_SYMBOLS = {
    "{beta}": ("β", r"\beta"),
    "{rest}": ("(1 − τ)", r"(1 - \tau)"),
    "{rate}": ("η", r"\eta"),
    "{alpha}": ("α", r"\alpha"),
    "{beta1}": ("β₁", r"\beta_1"),
    "{beta2}": ("β₂", r"\beta_2"),
    "{epsilon}": ("ε", r"\epsilon"),
    "{decay}": ("λ", r"\lambda"),
    "{t}": ("t", "t"),
}


Known = Mapping[str, Any]
"""The weight, its slope and what is remembered, as numbers of the run's precision."""


class Assignment(NamedTuple):
    """A step of an epoch in Python, with the settings left open, and what computes it."""

    name: str
    expression: str
    value: Callable[[Known], Any]


def assignments(
    settings: Settings, rate: float, t: int, *, is_first: bool
) -> tuple[Assignment, ...]:
    """Return what an epoch does after its slope is known, in the order of the run.

    ``rate`` is η of the epoch, and ``t`` its number among those of the optimiser, from 1.
    ``is_first`` says that nothing is remembered yet, which matters to a momentum alone.
    """
    match settings.optimiser:
        case Optimiser.HEAVY_BALL | Optimiser.NESTEROV:
            return _of_momentum(settings, rate, is_first=is_first)
        case Optimiser.RMSPROP | Optimiser.ADAGRAD:
            return _of_squares(settings, rate)
    return _of_adam(settings, rate, t)


def _of_momentum(settings: Settings, rate: float, *, is_first: bool) -> tuple[Assignment, ...]:
    beta, rest = settings.momentum, 1 - settings.dampening
    buffer = Assignment(
        "b", "{beta} * b + {rest} * slope", lambda k: beta * k["b"] + rest * k["slope"]
    )
    if is_first:
        buffer = Assignment("b", "slope", lambda k: k["slope"])
    if settings.optimiser is Optimiser.HEAVY_BALL:
        move = Assignment("w_new", "w - {rate} * b", lambda k: k["w"] - rate * k["b"])
    else:
        move = Assignment(
            "w_new",
            "w - {rate} * (slope + {beta} * b)",
            lambda k: k["w"] - rate * (k["slope"] + beta * k["b"]),
        )
    return buffer, move


def _of_squares(settings: Settings, rate: float) -> tuple[Assignment, ...]:
    alpha, epsilon = settings.alpha, settings.epsilon
    if settings.optimiser is Optimiser.RMSPROP:
        kept, symbol = (
            Assignment(
                "v",
                "{alpha} * v + (1 - {alpha}) * (slope * slope)",
                lambda k: alpha * k["v"] + (1 - alpha) * (k["slope"] * k["slope"]),
            ),
            "v",
        )
    else:
        kept, symbol = (
            Assignment("s", "s + slope * slope", lambda k: k["s"] + k["slope"] * k["slope"]),
            "s",
        )
    return (
        kept,
        Assignment(
            "root", f"np.sqrt({symbol}) + {{epsilon}}", lambda k: np.sqrt(k[symbol]) + epsilon
        ),
        Assignment(
            "w_new",
            "w - {rate} * (slope / root)",
            lambda k: k["w"] - rate * (k["slope"] / k["root"]),
        ),
    )


def _of_adam(settings: Settings, rate: float, t: int) -> tuple[Assignment, ...]:
    beta1, beta2, epsilon = settings.beta1, settings.beta2, settings.epsilon
    decay = settings.weight_decay if settings.optimiser is Optimiser.ADAMW else 0.0
    adam = (
        Assignment(
            "m",
            "m + (1 - {beta1}) * (slope - m)",
            lambda k: k["m"] + (1 - beta1) * (k["slope"] - k["m"]),
        ),
        Assignment(
            "v",
            "{beta2} * v + (1 - {beta2}) * (slope * slope)",
            lambda k: beta2 * k["v"] + (1 - beta2) * (k["slope"] * k["slope"]),
        ),
        Assignment(
            "root",
            "np.sqrt(v) / (1 - {beta2} ** {t}) ** 0.5 + {epsilon}",
            lambda k: np.sqrt(k["v"]) / (1 - beta2**t) ** 0.5 + epsilon,
        ),
        Assignment(
            "w_new",
            "w - {rate} / (1 - {beta1} ** {t}) * (m / root)",
            lambda k: k["w"] - rate / (1 - beta1**t) * (k["m"] / k["root"]),
        ),
    )
    if not decay:
        return adam
    shrunk = Assignment("w", "w * (1 - {rate} * {decay})", lambda k: k["w"] * (1 - rate * decay))
    return shrunk, *adam


def optimised_text(
    step: "StepWorking", settings: Settings, notation: Notation, name: str = ""
) -> str:
    """Write the next epoch of one weight under the optimiser of the settings.

    Parameters
    ----------
    step : StepWorking
        With a quotient: of an epoch that was written out under these settings.
    settings : Settings
        Those of the run.
    notation : Notation
    name : str, optional
        What the weight is called; ``w1`` and so on, if it has no name.

    Returns
    -------
    str
        Some lines. Those of NumPy are a program that prints the new weight.
    """
    has_buffer = settings.optimiser in (Optimiser.HEAVY_BALL, Optimiser.NESTEROV)
    if settings.optimiser is Optimiser.PLAIN or (has_buffer and not settings.momentum):
        return update_text(step, step.rate, settings.precision, notation, name)
    write = {Notation.TEXT: _text, Notation.LATEX: _latex, Notation.NUMPY: _numpy}[notation]
    return write(step, settings, name)


def _numbers(step: "StepWorking", settings: Settings) -> dict[str, str]:
    """Return what stands for the settings in an epoch."""
    return {
        "beta": repr(settings.momentum),
        "rest": repr(1 - settings.dampening),
        "rate": repr(step.rate),
        "alpha": repr(settings.alpha),
        "beta1": repr(settings.beta1),
        "beta2": repr(settings.beta2),
        "epsilon": repr(settings.epsilon),
        "decay": repr(settings.weight_decay),
        "t": str(step.made + 1),
    }


def _assigned(step: "StepWorking", settings: Settings) -> tuple[Assignment, ...]:
    return assignments(settings, step.rate, step.made + 1, is_first=not step.before)


class _Worked(NamedTuple):
    """An assignment, its expression with all numbers, and its result."""

    name: str
    expression: str
    numeric: str
    result: str


def _worked(step: "StepWorking", settings: Settings) -> list[_Worked]:
    """Compute all assignments in the arithmetic of the run."""
    kind = np.dtype(settings.precision.value).type
    remembered = step.before or (0.0,) * len(_MEMORY[settings.optimiser])
    known = {"w": kind(step.w), "slope": kind(step.slope)}
    known |= {
        each: kind(value)
        for each, value in zip(_MEMORY[settings.optimiser], remembered, strict=True)
    }
    numbers, found = _numbers(step, settings), []

    def written(symbol: re.Match[str]) -> str:
        text = shortest(float(known[symbol[0]]), settings.precision)
        return f"({text})" if text.startswith("-") else text

    for each in _assigned(step, settings):
        expression = each.expression.format(**numbers)
        numeric = _SYMBOL.sub(written, expression)
        with np.errstate(all="ignore"):
            known[each.name] = kind(each.value(known))
        result = shortest(float(known[each.name]), settings.precision)
        found.append(_Worked(each.name, each.expression, numeric, result))
    return found


def _text(step: "StepWorking", settings: Settings, name: str) -> str:
    ahead, behind = ends_of(step.difference)
    name = in_one_line(name) or f"w{step.weight + 1}"
    losses = [shortest(each, settings.precision) for each in (step.ahead, step.behind, step.step)]
    up, down, taken = losses
    slope = shortest(step.slope, settings.precision)
    lines = [
        f"δw = (L({ahead}) − L({behind})) / (h taken)",
        f"δw = {_plain(f'({up} - {down}) / {taken}')} = {_plain(slope)}",
    ]
    for each in _worked(step, settings):
        symbolic = each.expression
        for key, (symbol, _) in _SYMBOLS.items():
            symbolic = symbolic.replace(key, symbol)
        left = f"{name} new" if each.name == "w_new" else _named(each.name)
        numeric, result = _plain(each.numeric), _plain(each.result)
        lines += [f"{left} = {_named(_plain(symbolic))}", f"{left} = {numeric} = {result}"]
    if step.is_scaled:
        result = _plain(repr(step.w_next_of_table))
        lines.append(f"{name} new / |a| = {lines[-1].rpartition('= ')[2]} / {step.length!r}")
        lines[-1] += f" = {result}"
    return "\n".join(lines) + "\n"


def _plain(expression: str) -> str:
    """Write an expression of Python as people do."""
    for python, text in (("np.sqrt", "√"), (" ** ", "^"), (" * ", " · "), ("-", "−")):
        expression = expression.replace(python, text)
    return expression


def _named(expression: str) -> str:
    """Write slope as δw; the other symbols are letters."""
    return re.sub(r"\bslope\b", "δw", expression)


def _latex(step: "StepWorking", settings: Settings, name: str) -> str:
    ahead, behind = (end.replace("−", "-") for end in ends_of(step.difference))
    weight = rf"w_\text{{{in_latex(name)}}}" if name else f"w_{{{step.weight + 1}}}"
    up, down, taken = (
        shortest(each, settings.precision) for each in (step.ahead, step.behind, step.step)
    )
    slope = shortest(step.slope, settings.precision)
    rows = [
        rf"\delta w &= \frac{{L({ahead}) - L({behind})}}{{h_\text{{taken}}}}",
        rf"&= \frac{{{_tex(up)} - {_tex(down)}}}{{{_tex(taken)}}} = {_tex(slope)}",
    ]
    for each in _worked(step, settings):
        symbolic = each.expression
        for key, (_, symbol) in _SYMBOLS.items():
            symbolic = symbolic.replace(key, symbol)
        left = rf"{weight}^\text{{new}}" if each.name == "w_new" else _tex(each.name)
        rows += [f"{left} &= {_tex(symbolic)}", f"&= {_tex(each.numeric)} = {_tex(each.result)}"]
    if step.is_scaled:
        result, length = _tex(repr(step.w_next_of_table)), _tex(repr(step.length))
        rows.append(rf"{weight}^\text{{new}}/|a| &= {rows[-1].rpartition('= ')[2]}/{length}")
        rows[-1] += f" = {result}"
    body = " \\\\\n".join(rows)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _tex(expression: str) -> str:
    """Write an expression of Python in LaTeX."""
    expression = re.sub(r"np\.sqrt\(([^()]*|\([^()]*\))\)", r"\\sqrt{\1}", expression)
    expression = re.sub(r" \*\* ([\w.\\]+)", r"^{\1}", expression)
    expression = re.sub(r"(?<=\d)e([+-]?\d+)", _exponent, expression)
    expression = re.sub(r"\b(slope|root)\b", lambda found: _IN_LATEX[found[0]], expression)
    return expression.replace(" * ", r" \cdot ")


def _exponent(found: re.Match[str]) -> str:
    return rf" \cdot 10^{{{int(found[1])}}}"


def _numpy(step: "StepWorking", settings: Settings, name: str) -> str:
    ahead, behind = (end.replace("−", "-") for end in ends_of(step.difference))
    kind, numbers = f"np.{settings.precision.value}", _numbers(step, settings)

    def number(value: float) -> str:
        return f"{kind}({shortest(value, settings.precision)})"

    remembered = step.before or (0.0,) * len(_MEMORY[settings.optimiser])
    lines = [
        "import numpy as np",
        "",
        f"w = {number(step.w)}" + (f"  # {in_one_line(name)}" if name else ""),
        f"ahead = {number(step.ahead)}  # the loss at {ahead}",
        f"behind = {number(step.behind)}  # the loss at {behind}",
        f"taken = {number(step.step)}  # ({ahead}) - ({behind}), as it was rounded",
        "slope = (ahead - behind) / taken",
    ]
    works = _assigned(step, settings)
    is_asked = {symbol for each in works for symbol in _SYMBOL.findall(each.expression)}
    first_made = {each.name for each in works if each.expression == "slope"}
    for symbol, value in zip(_MEMORY[settings.optimiser], remembered, strict=True):
        if symbol in is_asked and symbol not in first_made:
            lines.append(f"{symbol} = {number(value)}  # of the epochs before")
    lines += [f"{each.name} = {each.expression.format(**numbers)}" for each in works]
    lines.append("w_new = np.float64(w_new)")
    if step.is_scaled:
        lines.append(f"w_new = w_new / {step.length!r}  # the length of its column")
    return "\n".join([*lines, "print(repr(float(w_new)))"]) + "\n"
