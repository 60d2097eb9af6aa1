"""Rows of units, types and short names between the names of the columns and their numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...shortening import LONGEST_QUOTE, one_line
from ..notes import UnitKind
from .number_patterns import is_error_value, looks_like_number

# Origin writes three: units, comments and a short name. Loggers write two.
_MOST_ROWS = 3
# One row of numbers below two rows of text says too little about which row has the names.
_FEWEST_ROWS_OF_NUMBERS = 2
# "(mol/m²/s)" and "[degrees Celsius]" are units; a sentence in brackets is not.
_LONGEST_UNIT = 24
# No list has all units: of four, one may be unknown.
_SHARE_OF_UNITS = 0.75
_DIMENSIONLESS = ("-", "–", "1")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MISSING = _words(
    "na n/a nan null none nil missing unknown error err inf -inf infinity -infinity "
    "true false ? . - -- --- …"
)
_TYPES = _words(
    "continuous discrete numeric integer float double real string text date datetime boolean "
    "float32 float64 int32 int64 dbl num chr fct "
    "i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 str bool int int8 int16 uint8 uint16 uint32 uint64 "
    "tinyint smallint bigint hugeint varchar timestamp decimal"
)
_FLAGS = _words("class meta avg smp min max tot std med ts rn")
_SYMBOLS = _words(
    "s m g A K J W V N C F T H L l M S Pa Hz mol cd rad sr lm lx Wb Bq Gy Sv kat eV bar cal Wh Ah "
    "VA VAr Nm U Ω ohm Ohm Å t ha px B bit bps sec Torr T G Oe"
)
"""Symbols that may have a prefix such as m, µ or k."""
_PREFIXES = ("", *"yzafpnuµμmcdhkMGTP", "da")
_WORDS = _words(
    "min h hr hrs hour hours d day days wk week weeks yr yrs year years month months "
    "second seconds msec millisecond milliseconds sec minute minutes "
    "metre meter metres meters millimeter millimeters centimeter centimeters kilometer kilometers "
    "gram grams kilogram kilograms pound pounds lb lbs oz inch inches in ft foot feet yd mi mile "
    "miles mph kph kmh knot knots kn gal gallon gallons liter liters litre litres "
    "volt volts millivolt millivolts amp amps ampere amperes milliamp watt watts ohm ohms joule "
    "joules newton newtons pascal pascals hertz kelvin celsius fahrenheit degree degrees deg degc "
    "degf degk coulomb farad henry tesla gauss mole moles molar candela lumen lux psi atm mmhg "
    "torr ppm ppb ppt ppmv psu ntu db dbm rpm bpm cps cts count counts percent pct pixel pixels "
    "arb arb.unit a.u au a.u. rel unitless dimensionless usd eur gbp euro euros dollars"
)
_SIGNS = frozenset(("%", "‰", "°", "°c", "°f", "ºc", "$", "€", "£", "¥", "′", "″"))
_BRACKETED = re.compile(r"\((?P<round>[^()]+)\)\Z|\[(?P<square>[^\[\]]+)\]\Z|<(?P<angle>[^<>]+)>\Z")
_WIDTH_AND_TYPE = re.compile(r"[0-9]+[snd]\Z")
"""As in the RDB format of the USGS: 5s is a text of up to 5 characters, 14n a number."""
_POWER = re.compile(r"(?:\^|\*\*)?[+\-−⁻]?[0-9¹²³⁴⁰½]+\Z")
_BETWEEN_UNITS = re.compile(r"[\s·⋅*/]+|\.(?=[A-Za-zµμ])")


@dataclass(frozen=True)
class UnitRows:
    """The rows between the names and the numbers: how many, and what the telling one says."""

    count: int = 0
    text: str = ""
    kind: UnitKind = "units"


def find_unit_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> UnitRows:
    """Find rows of units below the names: rows without numbers above columns of numbers.

    One of them must hold nothing but units, or types, above these columns. A row with a single
    number, or with a word for a missing value, is a row of the table.
    """
    count = next((k for k, row in enumerate(rows) if any(map(looks_like_number, row))), 0)
    between, below = rows[:count], rows[count:]
    if not 0 < count <= _MOST_ROWS or len(below) < _FEWEST_ROWS_OF_NUMBERS:
        return UnitRows()
    numeric = _numeric_columns(below)
    above = [_cells_above(row, len(below[0]), numeric, names) for row in between]
    if not numeric or any(not cells or any(map(_is_missing, cells)) for cells in above):
        return UnitRows()
    for kind, are_such in _KINDS:
        for cells in above:
            if are_such(cells):
                return UnitRows(count, one_line(", ".join(cells), LONGEST_QUOTE), kind)
    return UnitRows()


def is_unit(cell: str) -> bool:
    """Return whether a cell is a unit of measurement, such as s, (mV), kg/m^3 or Volts."""
    if len(cell) > _LONGEST_UNIT:
        return False
    if found := _BRACKETED.match(cell):
        inside = found[found.lastgroup or 0].strip()
        return inside in _DIMENSIONLESS or any(
            each.isalpha() or each in "%°‰$€£" for each in inside
        )
    if cell.lower() in _SIGNS or cell.lower() in _WORDS:
        return True
    parts = [part for part in _BETWEEN_UNITS.split(cell) if part]
    return bool(parts) and any(map(_has_letter, parts)) and all(map(_is_part, parts))


def _numeric_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns, counted from 0, that have numbers and no other text."""
    found = []
    for k in range(min(map(len, rows))):
        cells = [row[k] for row in rows if row[k]]
        if cells and all(looks_like_number(cell) or _is_missing(cell) for cell in cells):
            found.append(k)
    return found


def _cells_above(
    row: Sequence[str], width: int, numeric: Sequence[int], names: Sequence[str]
) -> list[str]:
    """Return the cells above columns of numbers that are not empty.

    Names that are one short of every row are above all columns but the first.
    """
    shift = width - len(row)
    if shift not in (0, 1) or (shift and len(row) != len(names)):
        shift = 0
    return [row[k - shift] for k in numeric if 0 <= k - shift < len(row) and row[k - shift]]


def _is_missing(cell: str) -> bool:
    return (cell.lower() in MISSING and cell != "-") or is_error_value(cell)


def _are_units(cells: Sequence[str]) -> bool:
    written = [cell for cell in cells if cell != "-"]
    return bool(written) and sum(map(is_unit, written)) >= _SHARE_OF_UNITS * len(written)


def _are_types(cells: Sequence[str]) -> bool:
    words = [cell.lower() for cell in cells if cell != "-"]
    is_listed = _TYPES.issuperset(words) or _FLAGS.issuperset(words)
    return bool(words) and (is_listed or all(map(_WIDTH_AND_TYPE.match, words)))


def _is_part(part: str) -> bool:
    """Return whether this is a unit with a power, such as cm-1 or s², or a number before one."""
    bare = _POWER.sub("", part)
    return (
        not bare
        or bare.isdecimal()
        or bare.lower() in _SIGNS
        or bare.lower() in _WORDS
        or _is_symbol(bare)
    )


def _is_symbol(text: str) -> bool:
    return any(text.startswith(prefix) and text[len(prefix) :] in _SYMBOLS for prefix in _PREFIXES)


def _has_letter(text: str) -> bool:
    return any(each.isalpha() or each in "%°‰" for each in text)


_KINDS: tuple[tuple[UnitKind, Callable[[Sequence[str]], bool]], ...] = (
    ("units", _are_units),
    ("types", _are_types),
)
