"""The header of an array in .npy format, from a file that may be damaged or hostile.

A header is a Python literal. It is matched piece by piece, in the forms that writers use, and
neither evaluated nor handed to NumPy, which raises errors of many types and prints warnings.
"""

import math
import re
import struct
from typing import IO, Any, NamedTuple

import numpy as np

from ...errors import Shape, shown_shape
from ...language.sentence import marked
from ...shortening import in_quotes, repair_name

_MAGIC = b"\x93NUMPY"
_LENGTHS = {1: "<H", 2: "<I", 3: "<I"}
# As NumPy's own limit. A header of NumPy has 128 bytes for an array of numbers.
_LONGEST = 10_000
_KEY = re.compile(r"\s*(?P<quote>['\"])(?P<key>descr|fortran_order|shape)(?P=quote)\s*:\s*")
_VALUES = {
    "descr": re.compile(
        r"(?P<quote>['\"])(?P<value>[^'\"\\]{1,100})(?P=quote)|(?P<records>\[.*\])"
    ),
    "fortran_order": re.compile(r"(?P<value>True|False)"),
    # Python 2 wrote some numbers with an L.
    "shape": re.compile(r"\((?P<value>(?:\s*-?[0-9]{1,18}L?\s*,)*(?:\s*-?[0-9]{1,18}L?)?\s*)\)"),
}
_END = re.compile(r"\s*(?P<comma>,)?\s*(?P<brace>\})?")
_TYPE = re.compile(r"(?P<order>[<>|=]?)(?P<kind>[A-Za-z?])(?P<size>[0-9]{0,6})(?:\[[\w/]+\])?")
_SIZES = {"f": {"2", "4", "8", "12", "16"}, "i": {"1", "2", "4", "8"}, "u": {"1", "2", "4", "8"}}
_QUOTED = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
# One field: its name, perhaps behind a title, its type, and a shape if it is an array itself.
_FIELD = re.compile(
    rf"\s*\(\s*(?:\(\s*{_QUOTED}\s*,\s*(?=[^()]*\)\s*,))?(?P<name>{_QUOTED})\s*\)?\s*,\s*"
    rf"(?:(?P<nested>\[)|(?P<type>{_QUOTED})\s*(?:,\s*(?P<shape>\([^()]*\)|[0-9]+)\s*)?,?\s*\)\s*,?)"
)
_ESCAPED = re.compile(r"\\(['\"\\])")
# Types by a letter alone, as in array.array.
_LETTERS = set("efdgbBhHiIlLqQ")
_UNSUITABLE = {
    "O": marked("engine", "Python objects, which are never unpickled here"),
    "V": marked("engine", "structured records"),
    "c": marked("engine", "complex numbers"),
    "b": marked("engine", "truth values"),
    "?": marked("engine", "truth values"),
    "M": marked("engine", "dates"),
    "m": marked("engine", "time differences"),
    "S": marked("engine", "text"),
    "a": marked("engine", "text"),
    "U": marked("engine", "text"),
}
_NESTED = marked("engine", "structured records, whose field {name} is itself a record")
_WITH_ARRAY = marked("engine", "structured records, whose field {name} is itself an array")


class ArrayHeader(NamedTuple):
    """What an array claims about itself.

    ``dtype`` is None if it does not hold real numbers; ``contents`` then says what it holds.
    ``length`` is that of the header in bytes. A structured array has the ``names`` of its fields
    of numbers, in the order of its dtype's ``fields`` of numbers, and says which it has ``other``
    than those.
    """

    shape: Shape
    dtype: "np.dtype[Any] | None"
    contents: str
    is_fortran: bool
    length: int
    names: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """Why the array is not a table of numbers; "" if it is."""
        if self.dtype is None:
            return marked("engine", "it holds {contents}; a table needs real numbers.").format(
                contents=self.contents
            )
        if self.fields and len(self.shape) != 1:
            return marked(
                "engine", "its records have the shape {shape}; each must be a row."
            ).format(shape=shown_shape(self.shape))
        if len(self.shape) not in (1, 2) or min(self.shape) < 1:
            return marked("engine", "its shape is {shape}; a table needs rows and columns.").format(
                shape=shown_shape(self.shape)
            )
        return ""

    @property
    def cells(self) -> int:
        """The number of cells."""
        return math.prod(self.shape) * (len(self.fields) or 1)

    @property
    def size(self) -> int:
        """The length of the data in bytes."""
        return math.prod(self.shape) * (self.dtype.itemsize if self.dtype is not None else 0)

    def is_whole(self, size: int) -> bool:
        """Return whether a file of ``size`` bytes holds the whole array."""
        return size >= self.length + self.size


def read_array_header(stream: IO[bytes]) -> ArrayHeader | None:
    """Read the header at the start of a file; return None if it is not one."""
    start = stream.read(8)
    code = _LENGTHS.get(start[6]) if len(start) == 8 and start.startswith(_MAGIC) else None
    if code is None or start[7] != 0:
        return None
    packed = stream.read(struct.calcsize(code))
    if len(packed) < struct.calcsize(code):
        return None
    (length,) = struct.unpack(code, packed)
    if length > _LONGEST:
        return None
    text = stream.read(length)
    if len(text) < length:
        return None
    # NumPy writes version 3 for names of fields beyond Latin-1.
    encoding = "utf-8" if start[6] == 3 else "latin-1"
    return _parse(text.decode(encoding, "replace"), len(start) + len(packed) + length)


def _parse(text: str, length: int) -> ArrayHeader | None:
    values = _entries(text)
    if values is None or set(values) != set(_VALUES):
        return None
    numbers = values["shape"].replace("L", "").split(",")
    if len(numbers) == 1 and numbers[0].strip():  # (3) is not a tuple
        return None
    shape = tuple(int(number) for number in numbers if number.strip())
    is_fortran = values["fortran_order"] == "True"
    if values["descr"].startswith("["):
        return _with_fields(values["descr"], ArrayHeader(shape, None, "", is_fortran, length))
    found = _TYPE.fullmatch(values["descr"])
    if found is None:
        return None
    order, kind, size = found["order"], found["kind"], found["size"]
    if _is_real(found):
        try:
            return ArrayHeader(shape, np.dtype(f"{order}{kind}{size}"), "", is_fortran, length)
        except TypeError:  # a long double of another machine
            return None
    if kind not in _UNSUITABLE:
        return None
    return ArrayHeader(shape, None, _UNSUITABLE[kind], is_fortran, length)


def _with_fields(descr: str, header: ArrayHeader) -> ArrayHeader | None:
    """Return the header of a structured array; None if its fields cannot be understood."""
    types: list[tuple[str, str]] = []
    names, fields, other = list[str](), list[str](), list[str]()
    place = 1
    while field := _FIELD.match(descr, place):
        place = field.end()
        name = _ESCAPED.sub(r"\1", field["name"][1:-1])
        if field["nested"] or field["shape"]:
            form = _NESTED if field["nested"] else _WITH_ARRAY
            return header._replace(contents=form.format(name=in_quotes(name)))
        found = _TYPE.fullmatch(field["type"][1:-1])
        if found is None or (found["kind"] not in _UNSUITABLE and not _is_real(found)):
            return None
        if found["kind"] == "O":
            return header._replace(contents=_UNSUITABLE["O"])
        types.append((f"f{len(types)}", found[0]))
        if _is_real(found):
            names.append(repair_name(name))
            fields.append(types[-1][0])
        elif name:  # one without a name fills up the space to the next
            other.append(
                marked("engine", "The field {name} was left out: it holds {unsuitable}.").format(
                    name=in_quotes(name), unsuitable=_UNSUITABLE[found["kind"]]
                )
            )
    if descr[place:].strip() != "]":
        return header._replace(contents=_UNSUITABLE["V"])
    if not fields:
        return header._replace(contents=marked("engine", "structured records without numbers"))
    try:
        dtype = np.dtype(types)
    except (TypeError, ValueError):  # a unit of dates, or a size, that numpy does not know
        return None
    return header._replace(
        dtype=dtype, names=tuple(names), fields=tuple(fields), other=tuple(other)
    )


def _is_real(found: "re.Match[str]") -> bool:
    """Return whether a type is one of real numbers."""
    kind, size = found["kind"], found["size"]
    return size in _SIZES.get(kind, set()) or (not size and kind in _LETTERS)


def _entries(text: str) -> dict[str, str] | None:
    """Return the values of a header as they are written; None if it is not one."""
    values: dict[str, str] = {}
    if not text.startswith("{"):
        return None
    place = 1
    while key := _KEY.match(text, place):
        value = _VALUES[key["key"]].match(text, key.end())
        if value is None or key["key"] in values:
            return None
        values[key["key"]] = value.groupdict().get("records") or value["value"]
        end = _END.match(text, value.end())
        assert end is not None  # it matches nothing, too
        if end["brace"]:
            return None if text[end.end() :].strip() else values
        if not end["comma"]:
            return None
        place = end.end()
    return None
