"""Texts of tables with labels, gaps, quotes and odd cells, drawn from a seed."""

import random
from typing import Any, NamedTuple

from engine.errors import BadTable
from engine.reading.inputs import in_memory
from engine.reading.layout import find_columns
from engine.reading.options import ReadOptions
from engine.reading.text.text_tables import read_text_table

_ODD = (
    *("NA", "", "-", "nan", "NULL", "N/A", "?", "n/a", " NA", "x", "1,234", "1.234.567", ".", "#"),
    *("inf", "1d5", "\xa0", "1e", "--1", "+-1", "1 234", "5%"),
)
_NUMBERS = (
    *("1.", ".5", "+1", "-0", "-0.0", "00", "1E+05", "1e0000000005", "18446744073709551616"),
    *("1" * 100, "0." + "1" * 300, "1e-1000", "1e400", "1.234", "2,5", "1.234,5"),
)
_LABELS = (
    *("red", "blue sky", "2020-01-02", "Total", "Mean", "é", "10.255.0.1", "a,b", '"a,b"', '"x"'),
    *('"a ""b"" c"', '5" pipe', "", "NA", "#1", " ", "12.5%", "1,5", '"1"', "'q'"),
)


class DrawnTable(NamedTuple):
    """A text, the options to read it with, and the size of its blocks in bytes."""

    data: bytes
    options: dict[str, Any]
    size: int


def drawn_tables(seed: int, count: int) -> list[DrawnTable]:
    """Return some tables."""
    drawn = random.Random(seed)
    return [_table(drawn) for _ in range(count)]


def verdict(table: DrawnTable) -> object:
    """Return all that reading a table gives: its bits, faults and notes, or the refusal."""
    try:
        found = read_text_table(
            in_memory("f", table.data), ReadOptions(**table.options), table.size
        )
        columns = find_columns(found.options, found.layout, "f")
        parts = list(found.rows(columns))
    except BadTable as error:
        return str(error)
    faults = [tuple(map(str, fault)) for part in parts for fault in part.faults]
    assert sum(len(part.faults) for part in parts) == len(faults)
    return (
        b"".join(part.values.tobytes() for part in parts),
        faults,
        sum(part.bad_count for part in parts),
        [str(note) for part in parts for note in part.notes],
        list(map(str, found.notes)),
    )


def _number(drawn: random.Random) -> str:
    value = drawn.gauss(0, 1) * 10 ** drawn.randint(-5, 5)
    kinds = (f"{value!r}", f"{value:.3f}", f" {value!r}\t", str(round(value * 10**15)))
    return drawn.choice((*kinds, *kinds, repr(value), repr(value), drawn.choice(_NUMBERS)))


def _table(drawn: random.Random) -> DrawnTable:
    separator, width = drawn.choice(",,,;\t| "), drawn.randint(1, 4)
    labels = set(drawn.sample(range(width), drawn.choice([0, 0, 1]) if width > 1 else 0))
    odd, uneven, quoted = drawn.choice([0, 0, 0.1, 0.4]), drawn.choice([0, 0.05]), drawn.random()
    quoted = drawn.choice([0, 0, 1, quoted])
    is_comma = separator != "," and drawn.random() < 0.25
    rows = [separator.join(f"n{k}" for k in range(width))] if drawn.random() < 0.6 else []
    for _ in range(drawn.randint(1, 40)):
        cells = list[str]()
        for k in range(width):
            cell = drawn.choice(_ODD) if drawn.random() < odd else _number(drawn)
            cell = cell.replace(".", ",") if is_comma and cell.count(".") == 1 else cell
            cell = drawn.choice(_LABELS) if k in labels else cell
            is_quoted = drawn.random() < quoted and '"' not in cell
            cells.append(f'"{cell}"' if is_quoted else cell)
        if drawn.random() < uneven:
            cells = [*cells[:-1], *drawn.choice([(), ("1", "1")])]
        rows.append(separator.join(cells))
        if drawn.random() < 0.01:
            rows.append(drawn.choice(["", separator * (width - 1), " ", "# c", "---"]))
    end = drawn.choice(["\n", "\n", "\r\n", "\r"])
    options: dict[str, Any] = {}
    if labels:
        options["columns"] = [k + 1 for k in range(width) if k not in labels]
    elif drawn.random() < 0.1:
        options["columns"] = drawn.sample(range(1, width + 1), drawn.randint(1, width))
    if drawn.random() < 0.2:
        options["decimal"] = drawn.choice([".", ","])
    if drawn.random() < 0.8:
        options["separator"] = separator
    if drawn.random() < 0.3:
        options["comment"] = drawn.choice(["", "#"])
    text = end.join(rows) + drawn.choice([end, end, ""])
    return DrawnTable(text.encode(), options, drawn.choice([40, 100, 400, 2**20]))
