"""Collects the sentences of the program as Qt's lupdate does, and makes catalogues of them."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import PySide6

from tests import TIMEOUT_SECONDS

ROOT = Path(__file__).parent.parent
PACKAGES = "engine", "gui"
SOURCES = tuple(ROOT / package for package in PACKAGES)
COLLECT = (
    *("-silent", "-extensions", "py", "-locations", "none"),
    *("-tr-function-alias", "translate+=plural,QT_TRANSLATE_NOOP+=marked"),
)
"""As docs/architecture.md says it."""


class Collected(NamedTuple):
    """One sentence of the list for translators."""

    context: str
    source: str
    comment: str
    is_counted: bool


def collect(file: Path, sources: Sequence[Path] = SOURCES) -> None:
    """Write the sentences of these folders or files into a .ts file."""
    arguments = [*COLLECT, *map(str, sources), "-target-language", "en", "-ts", str(file)]
    _run("lupdate", *arguments)


def sentences(file: Path) -> Iterator[Collected]:
    """Return what a .ts file lists."""
    for context in ElementTree.parse(file).iter("context"):
        for message in context.iter("message"):
            source, comment = message.findtext("source", ""), message.findtext("comment", "")
            is_counted = message.get("numerus") == "yes"
            yield Collected(context.findtext("name", ""), source, comment, is_counted)


def bracketed(text: str) -> str:
    """Return what the made catalogue says instead of a text."""
    return f"⟨{text}⟩"


def make_catalogue(folder: Path, language: str = "en") -> Path:
    """Make a catalogue in which every sentence of the program is in angle brackets.

    It says of itself that it is in a ``language``, whose plurals must have two forms.
    """
    listed, catalogue = folder / f"secant_{language}.ts", folder / f"secant_{language}.qm"
    collect(listed)
    tree = ElementTree.parse(listed)
    tree.getroot().set("language", language)
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.pop("type", None)
        source, comment = message.findtext("source", ""), message.findtext("comment", "")
        if message.get("numerus") == "yes":
            translation.clear()
            for form in (comment, source):
                ElementTree.SubElement(translation, "numerusform").text = bracketed(form)
        else:
            translation.text = bracketed(source)
    tree.write(listed, encoding="utf-8", xml_declaration=True)
    _run("lrelease", "-silent", str(listed), "-qm", str(catalogue))
    return catalogue


def _run(tool: str, *arguments: str) -> None:
    program = Path(PySide6.__file__).parent / (f"{tool}.exe" if sys.platform == "win32" else tool)
    subprocess.run([program, *arguments], check=True, timeout=TIMEOUT_SECONDS)
