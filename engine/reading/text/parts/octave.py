"""The text files of Octave, written by ``save -text``: named variables, each below its own lines.

``# name: A`` and ``# type: matrix`` begin a variable; matrices are tables, the others are named.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ....errors import BadTable
from ....language.lists import SEMICOLON, listed
from ....language.plurals import plural
from ....language.sentence import Chain, marked
from ....shortening import LONGEST_QUOTE, in_quotes_if_text, one_line
from ...faults import NeedsChoice
from ..text import Lines, TextFile, TextPosition
from .parts import list_names

# As _FIELD, after any kind of line end.
_NAME = re.compile(rb"(?:^|(?<=\r))[#%] name:", re.MULTILINE)
_FIELD = re.compile(r"[#%] (?P<field>[a-z]+): *(?P<value>.*?)\s*\Z")
# Lines of "# name: <cell-element>" are parts of a cell array.
_ELEMENT = "<cell-element>"
_MATRICES = ("matrix", "float matrix")
_WORDS = {
    "range": marked("engine", "a range"),
    "double_range": marked("engine", "a range"),
    "scalar": marked("engine", "a single number"),
    "float scalar": marked("engine", "a single number"),
    "string": marked("engine", "a text"),
    "sq_string": marked("engine", "a text"),
}
_ENDS_BEFORE = plural(
    "engine",
    "{name} should have {size} rows, but the text ends before: there are {n}.",
    "{name} should have {size} rows, but the text ends before: there is {n}.",
    1,
)
_HAS_MORE = plural(
    "engine",
    "{name} should have {size} rows, but there are {n}. Correct the line “# rows”, or remove the "
    "rows that do not belong.",
    "{name} should have {size} rows, but there is {n}. Correct the line “# rows”, or remove the "
    "row that does not belong.",
    1,
)
_CHOOSE = plural(
    "engine",
    "this text holds {n} matrices. Choose one as the sheet: {names}.",
    "this text holds {n} matrix. Choose it as the sheet: {names}.",
    1,
)
_HEAD_BYTES = 2**12
_ROW = re.compile(rb"(?:^|(?<=\r))[ \t]*[^\s#%]", re.MULTILINE)


class OctaveVariable(NamedTuple):
    """A variable: its name, type, rows and columns, and where its numbers begin and end."""

    name: str
    kind: str
    size: tuple[str, str]
    start: TextPosition
    end: TextPosition

    @property
    def is_matrix(self) -> bool:
        """Whether it is written as rows and columns of numbers."""
        return self.kind in _MATRICES and all(self.size)

    @property
    def lacks_rows(self) -> bool:
        """Whether the text ends before the last row of this matrix."""
        rows = self.size[0]
        return not rows.isdecimal() or self.end.line - self.start.line < int(rows)

    @property
    def description(self) -> str:
        """What it is, for a sentence: “x, a range”."""
        other = marked("engine", "a variable of the type “{kind}”")
        words = _WORDS.get(self.kind, other.format(kind=one_line(self.kind, LONGEST_QUOTE)))
        return Chain(one_line(self.name, LONGEST_QUOTE), ", ", words)


def is_octave_text(lines: Sequence[str]) -> bool:
    """Return whether the first lines name a variable and its type."""
    fields = [found["field"] for line in lines if (found := _FIELD.match(line))]
    return any(pair == ("name", "type") for pair in pairwise(fields))


def find_variables(text: TextFile) -> tuple[OctaveVariable, ...]:
    """Return the variables in a text, except the elements of cell arrays."""
    places, end = list[TextPosition](), text.start
    for block in text.blocks(text.start, lambda lines: lines):
        place, taken = block.start, 0
        for found in _NAME.finditer(block.data):
            place = place.after(block.data[taken : found.start()])
            taken = found.start()
            places.append(place)
        end = place.after(block.data[taken:])
        has_open_line = not block.data.endswith((b"\n", b"\r"))
        end = end._replace(line=end.line + has_open_line)
    ends = [*places[1:], end]
    variables = (_variable(text, place, end) for place, end in zip(places, ends, strict=True))
    return tuple(each for each in variables if each.name != _ELEMENT)


def _variable(text: TextFile, place: TextPosition, end: TextPosition) -> OctaveVariable:
    fields, taken = dict[str, str](), 0
    for block in text.resized(_HEAD_BYTES).blocks(place, lambda lines: lines):
        lines = Lines(block.data)
        for line in lines:
            found = _FIELD.match(line)
            if not found or (found["field"] == "name" and fields):
                break
            fields[found["field"]] = found["value"]
            taken = lines.taken
        start = place.after(block.data[:taken])
        break
    size = (fields.get("rows", ""), fields.get("columns", ""))
    return OctaveVariable(fields.get("name", ""), fields.get("type", ""), size, start, end)


def choose_variable(
    name: str, variables: Sequence[OctaveVariable], choice: str | int | None
) -> OctaveVariable:
    """Return the chosen matrix, or the only one.

    Raises NeedsChoice if there are several and none is chosen, BadTable if there is no such matrix.
    """
    matrices = [each for each in variables if each.is_matrix]
    if isinstance(choice, int):
        found = matrices[choice - 1 : choice]
    elif choice is not None:
        found = [each for each in variables if each.name == choice]
    else:
        found = matrices or list(variables)
    names = tuple(each.name for each in matrices)
    if found and not found[0].is_matrix:
        raise BadTable(
            name,
            marked(
                "engine",
                "{description}, is no matrix. Save it in Octave as a full matrix of numbers.",
            ).format(description=found[0].description),
            line=found[0].start.line,
        )
    if not names:
        raise BadTable(
            name, marked("engine", "this text of Octave’s holds no full matrix of numbers.")
        )
    if not found or (choice is not None and len(found) > 1):
        raise BadTable(
            name,
            marked("engine", "there is no single matrix {choice}. Choose {names}.").format(
                choice=in_quotes_if_text(choice), names=list_names(names)
            ),
        )
    if len(found) == 1 and found[0].lacks_rows:
        raise BadTable(
            name,
            marked("engine", "{name} should have {size} rows, but the text ends before.").format(
                name=one_line(found[0].name, LONGEST_QUOTE), size=found[0].size[0]
            ),
            line=found[0].end.line,
        )
    if len(found) > 1:
        raise NeedsChoice(
            name,
            _CHOOSE(len(names), names=list_names(names)),
            "sheet",
            names,
        )
    return found[0]


def refuse_wrong_height(text: TextFile, chosen: OctaveVariable) -> None:
    """Raise BadTable if a matrix has fewer rows than its lines above say, or more.

    The text was cut off, or changed by hand.
    """
    if not chosen.size[0].isdecimal():
        return
    matrix = replace(text, end=chosen.end.offset)
    blocks = matrix.blocks(chosen.start, lambda lines: lines)
    found = sum(len(_ROW.findall(block.data)) for block in blocks)
    if found < int(chosen.size[0]):
        raise BadTable(
            text.name,
            _ENDS_BEFORE(found, name=one_line(chosen.name, LONGEST_QUOTE), size=chosen.size[0]),
            line=chosen.end.line,
        )
    if found > int(chosen.size[0]):
        raise BadTable(
            text.name,
            _HAS_MORE(found, name=one_line(chosen.name, LONGEST_QUOTE), size=chosen.size[0]),
            line=chosen.start.line,
        )


def tell_variable(chosen: OctaveVariable, variables: Sequence[OctaveVariable]) -> str:
    """Say which matrix was read, and what else there is."""
    name = one_line(chosen.name, LONGEST_QUOTE)
    others = [each.description for each in variables if each is not chosen and not each.is_matrix]
    if not others:
        return marked("engine", "This is the matrix {name} of an Octave file.").format(name=name)
    return marked(
        "engine", "This is the matrix {name} of an Octave file. Left out: {others}."
    ).format(name=name, others=listed(others[:3], SEMICOLON))
