"""Messages in the strip below the plots: a kind, one sentence, and a remedy if there is one.

The strip has one line. ``in_brief`` cuts a longer text to its first sentence, and offers all of it
under Details. Where the first sentence of an error is too long, ``refusal`` puts its short one
before it, on a line of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from engine.errors import BadSetting, SentenceError
from engine.shortening import (
    LONGEST,
    NAME_LENGTHS,
    elide_middle,
    one_line,
    printable_line,
    repair_name,
)
from engine.shortening import first_sentence as first_sentence

from .translation import translate, translated

DETAILS = translate("text", "Details")
WHY_DETAILS = translate("text", "The whole message, to read and to copy:")
# What is quoted, a path, and what no ordinary word is as long as.
_NAMES = re.compile(r"(?<=“)[^”]+(?=”)|(?<!\w)(?<=')[^']+(?=')|\S*[/\\]\S*|\S{25,}")


class MessageKind(Enum):
    """The kind of a message; the values are marks that distinguish kinds without colour."""

    QUIET = "○"
    GOING = "●"
    GOOD = "✓"
    WARNING = "▲"
    FAULT = "✕"

    @property
    def spoken(self) -> str:
        """The name of the mark, for those who hear it."""
        return _SPOKEN[self]


_SPOKEN = {
    MessageKind.QUIET: translate("text", "Note"),
    MessageKind.GOING: translate("text", "In progress"),
    MessageKind.GOOD: translate("text", "Success"),
    MessageKind.WARNING: translate("text", "Warning"),
    MessageKind.FAULT: translate("text", "Fault"),
}


@dataclass(frozen=True)
class Fix:
    """A remedy at one click: the text of the button, and the settings that it changes.

    ``why`` says why it helps. One that changes no setting shows its ``details``, or triggers the
    ``action`` of the window with that name. One that ``goes_on`` runs at once.
    """

    label: str
    changes: Mapping[str, float | str]
    why: str = ""
    details: str = ""
    goes_on: bool = False
    action: str = ""

    @property
    def is_look(self) -> bool:
        """Whether it only lists something: who has seen that needs it no more."""
        return bool(self.details) and self.label != DETAILS


@dataclass(frozen=True)
class Message:
    """One message, with a remedy at one click if there is one; ``detail`` is its tooltip."""

    kind: MessageKind
    text: str
    fix: Fix | None = None
    detail: str = ""

    @property
    def is_passing(self) -> bool:
        """Whether it only reports what has worked, in one sentence: a toast is enough for it."""
        is_success = self.kind in (MessageKind.GOOD, MessageKind.QUIET) and self.fix is None
        return is_success and (_fits(self.text) or first_sentence(self.text) == self.text)


def refusal(error: Exception) -> str:
    """Return the sentence of an error, below a short one if its first sentence is too long.

    That of a setting always is: it says how a program names the setting and writes its value.
    """
    whole, short = sentence_of(error), short_of(error)
    if isinstance(error, BadSetting):
        return f"{short}\n{whole}"
    return with_short(whole, short)


def sentence_of(error: Exception) -> str:
    """Return the sentence of an error in the language of the reader."""
    return translated(error.sentence) if isinstance(error, SentenceError) else str(error)


def short_of(error: Exception) -> str:
    """Return its short sentence; empty if it has none."""
    return translated(error.short) if isinstance(error, SentenceError) else ""


def with_short(whole: str, short: str) -> str:
    """Return a text, below a short sentence if its own first one does not fit one line."""
    is_needed = short and short != whole and not _fits(first_sentence(one_line(whole)))
    return f"{short}\n{whole}" if is_needed else whole


def whole_of(refused: str) -> str:
    """Return what ``refusal`` has made without the short sentence."""
    return refused.partition("\n")[2] or refused


def brief(text: str) -> str:
    """Return what fits one line: the text, or else its first line or sentence.

    If that does not fit, the names in it are shortened, and else it ends with a whole word.
    """
    line = printable_line(text)
    if _fits(line):
        return line
    first = printable_line(text.partition("\n")[0])
    sentence = first if _fits(first) else first_sentence(line)
    cut = (_with_short_names(sentence, most) for most in (len(line), *NAME_LENGTHS))
    return next(filter(_fits, cut), _cut_at_word(_with_short_names(sentence, NAME_LENGTHS[-1])))


def in_brief(message: Message) -> Message:
    """Return a message of one line; what it leaves out is under Details, and in the tooltip."""
    if len(message.text) <= LONGEST and message.text.isprintable():  # as nearly all are
        return message
    text = brief(message.text)
    first, _, rest = message.text.partition("\n")
    whole = "\n".join(filter(None, (rest if first == text else message.text, message.detail)))
    whole = repair_name(whole)  # a name in it may have any character, and NUL ends a text
    fix = message.fix
    if whole and fix is None and message.kind is not MessageKind.GOING:
        fix = details(whole)
    return replace(message, text=text, fix=fix, detail=whole)


def details(whole: str) -> Fix:
    """Return the remedy that shows a text which is longer than a line."""
    return Fix(DETAILS, {}, WHY_DETAILS, whole)


def _fits(line: str) -> bool:
    return len(line) <= LONGEST


def _with_short_names(sentence: str, most: int) -> str:
    """Cut the middle of names and paths that have more than so many characters."""
    return _NAMES.sub(lambda name: elide_middle(name[0], most), sentence)


def _cut_at_word(sentence: str) -> str:
    """Return the words that fit one line, and “…”."""
    if _fits(sentence):
        return sentence
    words, _, cut = sentence[:LONGEST].rpartition(" ")
    return f"{(words or cut)[: LONGEST - 1].rstrip(' ,;:')}…"
