"""Sentences about a number of things, in the form that the number needs.

A sentence with a count is written in both of its English forms, so that another language can have
as many forms as it needs::

    ROWS = plural("engine", "{n} rows were left out.", "{n} row was left out.", 1)
    ROWS(3)

As in the window, the number 1 says what the last text is for: ``lupdate`` collects the call so.
"""

from dataclasses import dataclass
from typing import Literal

from ..shortening import grouped
from .sentence import MarkedText


class CountedText(MarkedText):
    """The form of a text that English needs for ``n`` things; its facts are open."""

    __slots__ = ("n", "one", "several")
    several: str
    one: str
    n: int

    def __new__(cls, context: str, several: str, one: str, n: int = 2) -> "CountedText":
        """Return one of two forms, which knows the other and the number."""
        made = str.__new__(cls, one if n == 1 else several)
        made.context, made.several, made.one, made.n = context, several, one, n
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return CountedText, (self.context, self.several, self.one, self.n)

    def of(self, n: int, shown: str, /, **facts: object) -> str:
        """Return the sentence about so many, with the number as it is written, such as 1.2e12."""
        return CountedText(self.context, self.several, self.one, n).format(n=shown, **facts)


@dataclass(frozen=True)
class CountedSentence:
    """A sentence about a number of things, ``n``, which is filled in last."""

    context: str
    several: str
    one: str

    def __call__(self, n: int, /, **facts: object) -> str:
        """Return the sentence about so many; other facts are named as in the sentence."""
        return self.of(n, grouped(n), **facts)

    def of(self, n: int, shown: str, /, **facts: object) -> str:
        """Return the sentence about so many, with the number as it is written, such as 1.2e12."""
        return self.text.of(n, shown, **facts)

    @property
    def text(self) -> CountedText:
        """The text about several, which knows the other form; its facts are open."""
        return CountedText(self.context, self.several, self.one)


def plural(context: str, several: str, one: str, _number: Literal[1]) -> CountedSentence:
    """Return a sentence about ``{n}`` things, and in English the one for a single thing."""
    return CountedSentence(context, several, one)
