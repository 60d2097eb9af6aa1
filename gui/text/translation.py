"""The sentences of the window in the language of its reader; English if there is no catalogue.

Each sentence is written whole, in English, if the window needs it: with its facts by name, and
inside one of the two functions, so that Qt's ``lupdate`` collects it::

    SAVED = translate("files", "Saved to {path}.")
    ROWS = plural("importing", "{n} rows", "{n} row", 1)

    SAVED.format(path=path)
    ROWS(3)

The context is the name of the package. ``lupdate`` for Python collects a call only if its arguments
are literals by position: an f-string is collected and never found again, a variable as the fourth
is not collected at all, and only a number there marks a sentence that depends on a count. So
``plural`` takes the number that its last sentence is for, and the count is given later.

The catalogue is read once, with this module, so that constants can be sentences: another language
needs a new start. Qt is loaded for it alone, and not before the first launch has installed it.
``docs/architecture.md`` says how a language is added.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.language.plurals import CountedText
from engine.language.sentence import Beginning, Chain, MarkedText, Sentence
from engine.shortening import first_sentence, fitted, grouped

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QTranslator

CATALOGUE = "SECANT_CATALOGUE"
"""The variable of the environment with the path of a catalogue, for those who write one."""
CATALOGUES = Path(__file__).parent.parent / "languages"
"""The folder with the catalogues, such as ``secant_de.qm``."""


def translate(context: str, sentence: str) -> str:
    """Return a sentence in the language of the reader; facts in it stay as ``{name}``."""
    if _catalogue is None:
        return sentence
    return _catalogue.translate(context, sentence) or sentence


def translated(text: str) -> str:
    """Return a text that the engine or an enum has marked; any other text stays as it is."""
    if _catalogue is None:
        return text
    if isinstance(text, CountedText):
        return Plural(text.context, text.several, text.one).form(text.n)
    if isinstance(text, MarkedText):
        return translate(text.context, text)
    if isinstance(text, Chain):
        return "".join(map(translated, text.parts))
    if isinstance(text, Beginning):
        return _beginning(translated(text.whole), text)
    if not isinstance(text, Sentence):
        return text
    facts = {
        name: translated(fact) if isinstance(fact, str) else fact
        for name, fact in text.facts.items()
    }
    own = [translated(each) for each in text.texts]
    if not text.names:
        return own[0].format(**facts)
    return fitted(
        *own, names={name: translated(each) for name, each in text.names.items()}, **facts
    )


def _beginning(whole: str, english: str) -> str:
    """Return the first sentence, or only the first clause if it is that in English."""
    is_sentence = english.endswith((".", "!", "?", "…", "”"))
    return first_sentence(whole) if is_sentence else whole.partition(":")[0]


_LARGEST_COUNT = 10**6
"""No form of any language looks at more digits than these, and Qt counts in 32 bits."""


@dataclass(frozen=True)
class Plural:
    """A sentence about a number of things, ``n``, in the form that the number needs."""

    context: str
    several: str
    one: str

    def __call__(self, n: int, **facts: object) -> str:
        """Return the sentence about so many; other facts are named as in the sentence."""
        return self.form(n).format(n=grouped(n), **facts)

    def form(self, n: int) -> str:
        """Return the text for so many, with its facts open."""
        own = _catalogue and _catalogue.translate(
            self.context, self.several, self.one, min(n, _LARGEST_COUNT + n % _LARGEST_COUNT)
        )
        return own or (self.one if n == 1 else self.several)


def plural(context: str, several: str, one: str, _number: Literal[1]) -> Plural:
    """Return a sentence about ``{n}`` things, and in English the one for a single thing."""
    return Plural(context, several, one)


def _read_catalogue(environment: Mapping[str, str], folder: Path) -> "QTranslator | None":
    """Return the catalogue that is named, or else that of the language; None if there is none."""
    named = environment.get(CATALOGUE)
    if not named and not folder.is_dir():
        return None
    from PySide6.QtCore import QLocale, QTranslator

    catalogue = QTranslator()
    is_read = (
        catalogue.load(named) if named else catalogue.load(QLocale(), "secant", "_", str(folder))
    )
    return catalogue if is_read else None


def language() -> str:
    """Return the code of the language that Secant speaks, such as ``de`` or ``pt-BR``."""
    return "en" if _catalogue is None else _catalogue.language().replace("_", "-") or "en"


def words_of_qt(parent: "QObject") -> "QTranslator | None":
    """Return the catalogue of Qt's own buttons and menus, to be installed; None in English.

    It is chosen by the language that Secant speaks, not by that of the desktop: on a German desktop
    an English question must not end in “Abbrechen”, nor a German one in “Cancel”.
    """
    if _catalogue is None:
        return None
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    words = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    is_read = words.load(QLocale(_catalogue.language()), "qtbase", "_", folder)
    return words if is_read else None


_catalogue = _read_catalogue(os.environ, CATALOGUES)
