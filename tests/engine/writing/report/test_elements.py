from xml.etree import ElementTree

import pytest

from engine.writing.report.elements import element, escaped, void_element

from .runs import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_text(text: str) -> None:
    made = ElementTree.fromstring(element("td", escaped(text), title=text))
    shown = text.replace("\x1b", "\N{REPLACEMENT CHARACTER}")
    assert (made.text, made.get("title"), len(made)) == (shown, shown, 0)


def test_attributes_have_html_names() -> None:
    assert element("p", "a", class_="b", stroke_width=2) == '<p class="b" stroke-width="2">a</p>'


def test_empty_attributes_are_left_out() -> None:
    assert element("p", "a", title=None, class_="", width=0) == '<p width="0">a</p>'


def test_void_elements_have_no_end() -> None:
    assert void_element("img", src="a") == '<img src="a">'


def test_lines_of_a_program_stay() -> None:
    assert escaped("a\n\tb") == "a\n\tb"
