"""English sentences that keep what they were made of, so that others can say them again.

A text of the code is marked, and its facts are filled in by name::

    EMPTY = marked("engine", "{matrix} is empty ({shape}).")
    EMPTY.format(matrix="A", shape="0×3")

Both are texts like any other. A sentence also has the marked text and the facts, which may be
sentences themselves, and goes to another process with them. What joins it to another text makes
plain text of it: a whole sentence is one text of the code.
"""

from collections.abc import Mapping

Facts = Mapping[str, object]


class MarkedText(str):
    """A text of the code that is shown, with the package it belongs to; its facts are open."""

    __slots__ = ("context",)
    context: str

    def __new__(cls, context: str, text: str) -> "MarkedText":
        """Return a text that knows its package."""
        made = super().__new__(cls, text)
        made.context = context
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return MarkedText, (self.context, str(self))

    def format(self, *unnamed: object, **facts: object) -> str:
        """Return the sentence with its facts, which it keeps."""
        assert not unnamed, self
        return Sentence(str.format(self, **facts), (self,), facts)


class Sentence(str):
    """A sentence in English, with the marked texts it was chosen from, and its facts.

    ``names`` are those facts that were shortened so that the sentence fits one line.
    """

    __slots__ = ("facts", "names", "texts")
    texts: tuple[str, ...]
    facts: Facts
    names: Mapping[str, str]

    def __new__(
        cls,
        english: str,
        texts: tuple[str, ...],
        facts: Facts,
        names: Mapping[str, str] | None = None,
    ) -> "Sentence":
        """Return a text that knows how it was made."""
        made = super().__new__(cls, english)
        made.texts, made.facts, made.names = texts, facts, names or {}
        return made

    def __reduce__(self) -> tuple[object, ...]:
        facts = {name: _plain(fact) for name, fact in self.facts.items()}
        return Sentence, (str(self), self.texts, facts, self.names)


class Chain(str):
    """Marked texts that follow one another, such as a place and what is wrong there."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, *parts: str) -> "Chain":
        """Return a text that knows its parts."""
        made = super().__new__(cls, "".join(parts))
        made.parts = parts
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Chain, self.parts


class Beginning(str):
    """The beginning of a sentence, with the whole of it."""

    __slots__ = ("whole",)
    whole: str

    def __new__(cls, english: str, whole: str) -> "Beginning":
        """Return a text that knows what it was cut from."""
        made = super().__new__(cls, english)
        made.whole = whole
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Beginning, (str(self), self.whole)


def beginning(whole: str, english: str) -> str:
    """Return the beginning of a text, which is the text itself if it is all of it."""
    return whole if len(whole) == len(english) else Beginning(english, whole)


def marked(context: str, text: str) -> str:
    """Mark a text of the code as one that is shown: ``lupdate`` collects the call."""
    return MarkedText(context, text)


def _plain(fact: object) -> object:
    """Return a fact that any process can read: as text, if its class is not known."""
    return fact if fact is None or isinstance(fact, (str, int, float)) else str(fact)
