r"""A loss in LaTeX, as papers have it, in the language of formulas.

Only what means one thing is translated: ``\frac{1}{N}\sum_{i=1}^N (y_i - \hat{y}_i)^2``, norms,
cases, and all that ``latex.py`` writes. Of a letter that is no variable of a loss, nothing is made.
"""

import re
from collections.abc import Callable

from .tree import FUNCTIONS

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[A-Za-z]+|\S")
_DOLLARS = re.compile(r"^(?:\$\$?|\\\[|\\\()|(?:\$\$?|\\\]|\\\))$")
_LEFT_SIDE = re.compile(
    r"\s*(?:\\(?:mathcal|mathrm|text|operatorname)\{\w+\}|[A-Za-z]+)(?:_\{?\w+\}?)?"
    r"(?:\([^=()]*\))?\s*=(?!=)"
)
"""What a loss is called, as L(W) =."""
_NOTHING = {r"\left", r"\right", r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", "&"} | {
    rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")
}
"""What changes how a formula looks, not what it means."""
_SIGNS = {
    "+": " + ",
    "-": " − ",
    "−": " − ",
    "<": " < ",
    ">": " > ",
    **dict.fromkeys((r"\le", r"\leq", r"\leqslant", "≤"), " ≤ "),
    **dict.fromkeys((r"\ge", r"\geq", r"\geqslant", "≥"), " ≥ "),
    r"\lt": " < ",
    r"\gt": " > ",
    ",": ", ",
}
_TIMES = {r"\cdot", r"\times", "*", "·", "×"}
_OVER = {"/", r"\div", "÷"}
_LETTERS = {"y": "Y", "Y": "Y", "P": "P", "w": "W", "W": "W", "n": "N", "N": "N"}
_HATS = {r"\hat", r"\widehat"}
_FONTS = {r"\mathbf", r"\boldsymbol", r"\mathrm", r"\bm", r"\vec", r"\text", r"\operatorname"}
_BRACKETS = {"(": ")", "[": "]", r"\{": r"\}", "|": "|", r"\lvert": r"\rvert", r"\vert": r"\vert"}
_BARS = {"|", r"\lvert", r"\vert"}
_NORMS = {r"\|": r"\|", r"\lVert": r"\rVert", r"\Vert": r"\Vert", "‖": "‖"}
_NAMES = {"ln": "log", "E": "mean"}
_MATRICES = {"A", "X"}
"""What times W is the prediction."""


class _Untranslated(Exception):
    """Something may mean this or that."""


def from_latex(text: str) -> str:
    """Return a formula in LaTeX as Secant has it; empty if it cannot be told what it means."""
    bare = _DOLLARS.sub("", text.strip()).strip()
    if (named := _LEFT_SIDE.match(bare)) is not None:
        bare = bare[named.end() :]
    try:
        return _Latex(bare).whole()
    except (_Untranslated, RecursionError):
        return ""


class _Latex:
    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        for token in _TOKEN.findall(text):
            is_product = token.isalpha() and set(token) <= {*_LETTERS, *_MATRICES}
            self._tokens += token if is_product else [] if token in _NOTHING else [token]
        self._at = 0

    def whole(self) -> str:
        """Translate all of it."""
        found = self._expression(set())
        if self._next is not None:
            raise _Untranslated
        return found

    @property
    def _next(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, wanted: str | None = None) -> str:
        token = self._next
        if token is None or wanted not in (None, token):
            raise _Untranslated
        self._at += 1
        return token

    def _expression(self, ends: set[str]) -> str:
        found = ""
        while (token := self._next) is not None and token not in ends:
            if token in _SIGNS:
                found += _SIGNS[self._take()]
            else:
                found += self._term(ends)
        if not found:
            raise _Untranslated
        return found.strip()

    def _term(self, ends: set[str]) -> str:
        """Translate a product, in which signs to multiply may be left out."""
        found, sign = "", ""
        while (token := self._next) is not None and token not in ends and token not in _SIGNS:
            if token in _TIMES | _OVER:
                sign = "/" if self._take() in _OVER else "·"
                continue
            factor = self._sum(ends) if token == r"\sum" else self._power()
            if found in _MATRICES and factor == "W" and sign != "/":
                found = "P"
            else:
                found = f"{found}{sign or '·'}{factor}" if found else factor
            sign = ""
        return found

    def _sum(self, ends: set[str]) -> str:
        """Translate a sum over rows or weights: up to the next + or −."""
        self._take()
        while self._next in ("_", "^"):
            self._take()
            self._group(self._skipped)
        return f"sum({self._term(ends)})"

    def _power(self) -> str:
        token = self._next
        if token in _NORMS:
            return self._norm()
        found = self._atom()
        while self._next in ("_", "^"):
            if self._take() == "_":
                self._group(self._skipped)
            else:
                found += f"^({self._group(self._expression)})"
        return found

    def _group(self, inside: Callable[[set[str]], str]) -> str:
        """Translate what is in braces, or else one character or command."""
        if (token := self._next) != "{":
            if inside == self._skipped:
                return self._take()
            if token is not None and token[0].isdigit() and len(token) > 1:  # \frac12 is 1/2
                self._tokens[self._at : self._at + 1] = [token[0], token[1:]]
            return self._atom()
        self._take()
        found = inside({"}"})
        self._take("}")
        return found

    def _skipped(self, ends: set[str]) -> str:
        """Return an index or a limit of a sum, which says over what it is in any case."""
        found = ""
        while (token := self._next) is not None and token not in ends:
            found += self._take()
        if not re.fullmatch(r"[A-Za-z0-9=,]*|[ijk]\\in[A-Za-z]", found):
            raise _Untranslated
        return found

    def _atom(self) -> str:
        token = self._take()
        if token[0] in ".0123456789":
            return token
        if token in _LETTERS:
            return _LETTERS[token]
        if token in _MATRICES and self._next in ("W", "w", *_FONTS):
            return token
        if token in _HATS:
            return self._prediction()
        if token in _BRACKETS:
            return self._bracketed(token)
        if token == "{":
            found = self._expression({"}"})
            self._take("}")
            return f"({found})"
        if token == r"\frac" or token in (r"\tfrac", r"\dfrac"):
            above, below = (self._group(self._expression) for _ in range(2))
            return f"(({above})/({below}))"
        if token == r"\sqrt":
            if self._next == "[":
                raise _Untranslated
            return f"sqrt({self._group(self._expression)})"
        if token == r"\begin":
            return self._cases()
        return self._named(token)

    def _prediction(self) -> str:
        if self._group(self._expression) != "Y":
            raise _Untranslated
        return "P"

    def _bracketed(self, opening: str) -> str:
        closing = _BRACKETS[opening]
        found = self._expression({closing})
        self._take(closing)
        return f"|{found}|" if opening in _BARS else f"({found})"

    def _named(self, token: str) -> str:
        """Translate a function with its values in brackets, or a letter in another font."""
        name = token.removeprefix("\\")
        if token in _FONTS or token == r"\mathbb":
            self._take("{")
            name = self._take()
            while self._next != "}":  # log1p is more than one token
                name += self._take()
            self._take()
            if name in _LETTERS and token not in (r"\operatorname", r"\mathbb"):
                return _LETTERS[name]
            if name in _MATRICES and token != r"\mathbb":
                return name
        name = _NAMES.get(name, name)
        if name not in FUNCTIONS or self._next not in ("(", "[", r"\{"):
            raise _Untranslated
        found = self._bracketed(self._take())
        return f"{name}{found}"

    def _norm(self) -> str:
        closing = _NORMS[self._take()]
        inner = self._expression({closing})
        self._take(closing)
        marks = {"_": "2", "^": "1"}
        while (mark := self._next) in ("_", "^"):
            self._take()
            marks[str(mark)] = self._group(self._skipped)
        match marks["_"], marks["^"]:
            case "2", "2":
                return f"sum(({inner})²)"
            case "2", "1":
                return f"sqrt(sum(({inner})²))"
            case "1", "1":
                return f"sum(|{inner}|)"
        raise _Untranslated

    def _cases(self) -> str:
        r"""Translate two cases, the second of which is what holds otherwise, into where(…)."""
        self._words("{", "cases", "}")
        then = self._expression({r"\text", r"\mathrm"})
        self._condition("if")
        condition = self._expression({r"\\"})
        self._take()
        otherwise = self._expression({r"\text", r"\mathrm"})
        self._condition("otherwise")
        if self._next == r"\\":
            self._take()
        self._words(r"\end", "{", "cases", "}")
        return f"where({condition}, {then}, {otherwise})"

    def _condition(self, word: str) -> None:
        self._take()
        self._words("{", word, "}")

    def _words(self, *words: str) -> None:
        for word in words:
            self._take(word)
