"""Digits above or below the line, such as a footnote mark, which are no digits of the number.

The sheet reader joins the runs of a text, so 2.5 with a raised 1 is 2.51 to it. Here such digits
become the characters for raised and lowered digits, 2.5¹, so that no number is read. Only texts
that would be a number otherwise are changed.

This also runs in the process that reads workbooks, so it imports nothing of Secant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from html import unescape
from typing import NamedTuple


class Line(Enum):
    """If a text is on the line, above it, below it or struck out."""

    ON = "|"
    ABOVE = "^"
    BELOW = "_"
    STRUCK = "~"


_CHARACTERS = {
    Line.ABOVE: dict(zip("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)),
    Line.BELOW: dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
}
_OF_NUMBERS = frozenset("0123456789+-−.,'’eE%() \t\r\n\xa0\u2009\u202f")
_TOKEN = re.compile(rb"<[^<>]*>?|[^<]+")
# Of .xlsx: where a run says that it is raised, and where the text that it is part of ends.
_ALIGNED = b"vertAlign"
_ALIGNMENT = re.compile(rb"<(?:\w+:)?vertAlign\b[^<>]*?\sval=[\"'](super|sub)script[\"']")
_STRING_ENDS, _STRING_END = (b"si>", b"is>"), re.compile(rb"(?:si|is)>")
_RUN = re.compile(rb"<(?:\w+:)?r[\s>]")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?(?<!/)>")
_TEXT_END = re.compile(rb"</(?:\w+:)?t\s*>")
# Most texts with raised digits are words, such as m²: found so, they take a tenth of the time.
_WORDS = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>[^<&]*?[A-DF-Za-df-z]")
# Of .ods: a style, and a span that has it.
_POSITION = re.compile(rb"\sstyle:text-position=[\"']\s*(super|sub|-?[0-9.]+%)")
_STYLE_NAME = re.compile(rb"\sstyle:name=[\"']([^\"'<>]*)[\"']")
_SPAN_STYLE = re.compile(rb"\stext:style-name=[\"']([^\"'<>]*)[\"']")
_STYLE, _SPAN, _SPAN_END = b"<style:style", b"<text:span", b"</text:span"
_PARAGRAPH, _PARAGRAPH_END = b"<text:p", b"</text:p>"

Styles = Mapping[bytes, Line]


class _Piece(NamedTuple):
    """A token of markup, and the text that it is, if it is one."""

    token: bytes
    line: Line | None


def mark_raised(data: bytes) -> bytes:
    """Return a part of a workbook, in UTF-8, with raised digits by their own characters."""
    found = [*_raised_strings(data), *_raised_paragraphs(data, raised_styles(data))]
    if not found:
        return data
    parts, end = list[bytes](), 0
    for start, stop, marked in found:
        parts += (data[end:start], marked)
        end = stop
    return b"".join((*parts, data[end:]))


def has_raised_strings(data: bytes) -> bool:
    """Return whether a part of an .xlsx workbook has a number with raised digits."""
    return next(_raised_strings(data), None) is not None


def has_raised_paragraphs(data: bytes, styles: Styles) -> bool:
    """Return whether a part of an .ods workbook has a number with raised digits."""
    return next(_raised_paragraphs(data, styles), None) is not None


def raised_styles(data: bytes) -> Styles:
    """Return the styles of an .ods workbook that raise or lower a text, by their names."""
    styles, end = dict[bytes, Line](), 0
    for found in _POSITION.finditer(data) if b"text-position" in data else ():
        line = _line(found[1])
        start = data.rfind(_STYLE, end, found.start())
        end = found.end()
        name = _STYLE_NAME.search(data, start, end) if start >= 0 else None
        if name is not None and line is not Line.ON:
            styles[name[1]] = line
    return styles


def _line(position: bytes) -> Line:
    if position in (b"super", b"sub"):
        return Line.ABOVE if position == b"super" else Line.BELOW
    if not position.strip(b"-0.%"):
        return Line.ON
    return Line.BELOW if position.startswith(b"-") else Line.ABOVE


def _raised_strings(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield where strings of an .xlsx workbook have raised digits, and what they become."""
    end = 0
    while (place := data.find(_ALIGNED, end)) >= 0:
        start = max(data.rfind(each, end, place) for each in _STRING_ENDS)
        found = _STRING_END.search(data, place)
        if found is None:
            return
        end = stop = found.start()
        if start < 0 or _WORDS.search(data, start, stop):
            continue
        marked = _marked(list(_runs(data[start:stop])))
        if marked is not None:
            yield start, stop, marked


def _runs(string: bytes) -> Iterator[_Piece]:
    """Yield the tokens of a string of an .xlsx workbook."""
    line, is_text = Line.ON, False
    for token in _TOKEN.findall(string):
        if _RUN.match(token):
            line = Line.ON
        elif alignment := _ALIGNMENT.match(token):
            line = _line(alignment[1])
        is_text = bool(_TEXT.match(token)) or (is_text and not _TEXT_END.match(token))
        yield _Piece(token, line if is_text and not token.startswith(b"<") else None)


def _raised_paragraphs(data: bytes, styles: Styles) -> Iterator[tuple[int, int, bytes]]:
    """Yield where paragraphs of an .ods workbook have raised digits, and what they become."""
    end = 0
    while styles and (place := data.find(_SPAN, end)) >= 0:
        start, stop = data.rfind(_PARAGRAPH, end, place), data.find(_PARAGRAPH_END, place)
        if stop < 0:
            return
        end = stop
        marked = _marked(list(_spans(data[start:stop], styles))) if start >= 0 else None
        if marked is not None:
            yield start, stop, marked


def _spans(paragraph: bytes, styles: Styles) -> Iterator[_Piece]:
    """Yield the tokens of a paragraph of an .ods workbook."""
    lines = [Line.ON]
    for token in _TOKEN.findall(paragraph):
        if token.startswith(_SPAN) and not token.endswith(b"/>"):
            style = _SPAN_STYLE.search(token)
            lines.append(styles.get(style[1], lines[-1]) if style else lines[-1])
        elif token.startswith(_SPAN_END) and len(lines) > 1:
            lines.pop()
        yield _Piece(token, None if token.startswith(b"<") else lines[-1])


def _marked(pieces: list[_Piece]) -> bytes | None:
    """Return a text with raised digits by their own characters; None if it is no number."""
    texts = [
        (unescape(token.decode(errors="replace")), line)
        for token, line in pieces
        if line is not None
    ]
    if not is_raised_number(texts):
        return None
    return b"".join(
        token if line is None or line is Line.ON else _raised(token, line).encode()
        for token, line in pieces
    )


def _raised(token: bytes, line: Line) -> str:
    return shown_raised(unescape(token.decode(errors="replace")), line)


def is_raised_number(texts: Iterable[tuple[str, Line]]) -> bool:
    """Return whether a text would be a number if all digits were on the line, but some are not.

    Parameters
    ----------
    texts : iterable of (str, Line)
        The parts of the text, and if each is on the line.

    Returns
    -------
    bool
    """
    parts = list(texts)
    on_line = "".join(text for text, line in parts if line is Line.ON)
    raised = "".join(text for text, line in parts if line is not Line.ON)
    has_digits = any(map(str.isdigit, on_line)) and any(map(str.isdigit, raised))
    return has_digits and _OF_NUMBERS.issuperset(on_line + raised)


def shown_raised(text: str, line: Line) -> str:
    """Return a text of digits above or below the line, such as ³; ^2.5 if there is no character.

    Parameters
    ----------
    text : str
        The digits, and what else belongs to a number.
    line : Line
        If they are on the line.

    Returns
    -------
    str
    """
    if line is Line.ON:
        return text
    if line is Line.STRUCK:
        return f"{line.value}{text}{line.value}"
    found = [_CHARACTERS[line].get(each, "") for each in text.strip()]
    return "".join(found) if all(found) else f"{line.value}{text}"
