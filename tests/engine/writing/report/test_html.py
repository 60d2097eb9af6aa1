import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from engine.writing.report.content import report_of
from engine.writing.report.html import POLICY, STYLE, html_page, pieces
from engine.writing.report.parts import (
    Figure,
    FormulaLine,
    Heading,
    Listing,
    Mood,
    Paragraph,
    Part,
    Report,
    ReportCell,
    ReportTable,
    Status,
)

from .runs import HOSTILE, reported

VOID = {"meta"}
KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "div", "table"),
    *("thead", "tbody", "tr", "th", "td", "pre", "figure", "figcaption"),
    *("svg", "path", "text", "circle"),
}


class Reader(HTMLParser):
    """Collects the elements of a page, and what is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def page_of(*names: str) -> str:
    report = report_of(reported(None, *names) if names else reported())
    return b"".join(html_page(report)).decode()


def test_page_is_whole() -> None:
    page = page_of("one", "x", "price")
    assert page.startswith("<!DOCTYPE html>")
    assert set(read(page).tags) <= KNOWN
    assert page.count("<svg") == 5


def test_page_needs_no_network_and_no_script() -> None:
    reader = read(page_of())
    names = {name for name, _ in reader.attributes}
    assert not names & {"href", "src", "srcset", "action", "data", "xlink:href"}
    assert not any(name.startswith("on") for name in names)
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert ("content", POLICY) in reader.attributes
    assert POLICY.startswith("default-src 'none'")


def test_names_that_are_code_are_text() -> None:
    for name in HOSTILE:
        page = page_of("one", name, name)
        reader = read(page)
        assert set(reader.tags) <= KNOWN
        assert not any(attribute.startswith("on") for attribute, _ in reader.attributes)
        assert "src" not in {attribute for attribute, _ in reader.attributes}
        shown = name.replace("\x1b", " ").strip()
        assert any(shown in text for text in reader.text), name


def test_page_follows_light_and_dark() -> None:
    light, dark = STYLE.format().split("@media (prefers-color-scheme: dark)")
    variables = set(re.findall(r"(--\w+):", light))
    assert variables == set(re.findall(r"(--\w+):", dark.split("* {")[0]))
    assert set(re.findall(r"var\((--\w+)\)", STYLE)) <= variables


def luminance(colour: str) -> float:
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("name", ["text", "faint", "good", "open", "other"])
@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_words_stand_out(scheme: int, name: str, ground: str) -> None:
    part = STYLE.split("@media (prefers-color-scheme: dark)")[scheme]
    colours = dict(re.findall(r"--(\w+): (#\w{6})", part))
    first, second = sorted((luminance(colours[name]), luminance(colours[ground])))
    assert (second + 0.05) / (first + 0.05) >= 4.5


def test_pictures_are_drawings_of_their_own() -> None:
    for svg in re.findall(r"<svg.*?</svg>", page_of(), re.DOTALL):
        assert ElementTree.fromstring(svg).get("viewBox")


def test_numbers_have_every_digit_beside_them() -> None:
    table = ReportTable(
        [[ReportCell("a"), ReportCell("0.333", "0.3333333333333333", True)]], ["Name", "Number"]
    )
    (made,) = [*pieces(Report("", "", [table]), str)][2:]
    assert 'title="0.3333333333333333"' in made
    assert made.count('class="number"') == 2


def test_parts_become_elements() -> None:
    def drawn(_figure: Figure) -> str:
        return "<svg></svg>"

    parts: list[Part] = [Heading("h"), Paragraph("p", True), FormulaLine("f"), Listing("x <\n y")]
    made = [*pieces(Report("t", "s", [*parts, Status(Mood.OPEN, ("a", "b"))]), drawn)]
    assert made[2] == "<h2>h</h2>"
    assert made[3] == '<p class="note">p</p>'
    assert "x &lt;\n y" in made[5]
    assert made[6].count("<p>") == 2
    assert "▲" in made[6]


def test_language_is_named() -> None:
    page = b"".join(html_page(Report("a & b", ""), "pt-BR")).decode()
    assert '<html lang="pt-BR">' in page
    assert "<title>a &amp; b</title>" in page
