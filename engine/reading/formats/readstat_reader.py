"""SPSS, Stata and SAS transport files, read by pyreadstat in the process of ``format_worker.py``.

A code with a label, and one that stands for a missing value, go with that label: neither is a
number.
"""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

AnyValue: TypeAlias = Any
"""Whatever pyreadstat returns: it has no types."""

EMPTY, OTHER = 1, 2
_LONGEST_TEXT = 10_000
# SAS transport files do not say how many rows they have, but are padded to whole records of these
# bytes: this shows most that are cut short.
_TRANSPORT_RECORD = 80


class ReadstatFile:
    """A file with one table."""

    def __init__(self, path: str) -> None:
        import pyreadstat

        self._path = path
        with open(path, "rb") as file:  # noqa: PTH123 - a script of its own
            start = file.read(20)
            size = file.seek(0, 2)
        self._marks_missing = True
        if start.startswith(b"$FL"):
            self._read = pyreadstat.read_sav
        elif start.startswith(b"HEADER RECORD"):
            if size % _TRANSPORT_RECORD:
                raise ValueError(size)
            self._read = pyreadstat.read_xport
            self._marks_missing = False
        else:
            self._read = pyreadstat.read_dta
        self._facts = self._call(metadataonly=True)[1]
        self._names = list(self._facts.column_names)

    def tables(self) -> list[dict[str, Any]]:
        """Return what is known of the table."""
        rows = self._facts.number_rows
        labels, missing = self._facts.variable_value_labels, self._facts.missing_ranges
        return [
            {
                "name": "",
                "rows": rows if isinstance(rows, int) and rows >= 0 else None,
                "columns": self._names,
                "labelled": [
                    k
                    for k, name in enumerate(self._names)
                    if any(self._is_code(name, code) for code in labels.get(name) or ())
                ],
                "missing": [k for k, name in enumerate(self._names) if missing.get(name)],
            }
        ]

    def batches(self, table: int, columns: Sequence[int], height: int) -> Iterator[list[Any]]:
        """Yield some columns, at most ``height`` rows at a time."""
        del table
        names = [self._names[k] for k in columns]
        start = 0
        while True:
            found, _ = self._call(row_offset=start, row_limit=height, usecols=names)
            count = len(found[names[0]]) if names else 0
            if count:
                yield [self._column(name, found[name]) for name in names]
            start += count
            if count < height:
                return

    def _call(self, **options: AnyValue) -> AnyValue:
        if self._marks_missing:
            options["user_missing"] = True
        return self._read(self._path, output_format="dict", **options)

    def _is_code(self, name: str, code: AnyValue) -> bool:
        """Return whether a code with a label stands for no missing value."""
        missing = self._facts.missing_ranges.get(name) or ()
        is_letter = isinstance(code, str) and self._is_number(name)
        return not is_letter and not any(_is_within(code, each) for each in missing)

    def _is_number(self, name: str) -> bool:
        return bool(self._facts.readstat_variable_types.get(name) != "string")

    def _column(self, name: str, cells: AnyValue) -> tuple[Any, Any, list[Any]]:
        """Return the codes of the cells of a column, its numbers, and its cells that are none."""
        labels = self._facts.variable_value_labels.get(name) or {}
        missing = self._facts.missing_ranges.get(name) or ()
        is_text = not self._is_number(name)
        if not (labels or missing or is_text):
            try:
                numbers = np.array(cells, np.float64)
            except (TypeError, ValueError):
                pass
            else:
                codes = np.isnan(numbers).astype(np.uint8) * np.uint8(EMPTY)
                return codes, numbers, []
        codes, numbers = np.zeros(len(cells), np.uint8), np.zeros(len(cells))
        others = list[Any]()
        for row, cell in enumerate(cells):
            found = _cell(cell, labels, missing, is_text=is_text)
            if found is None:
                codes[row] = EMPTY
            elif isinstance(found, float):
                numbers[row] = found
            else:
                codes[row] = OTHER
                others.append(found)
        return codes, numbers, others


def open_file(path: str) -> ReadstatFile:
    """Open a file."""
    return ReadstatFile(path)


def _cell(
    cell: AnyValue,
    labels: Mapping[Any, str],
    missing: Sequence[Mapping[str, Any]],
    *,
    is_text: bool,
) -> AnyValue:
    """Return a number as a float, None if there is none, or another cell as JSON can hold it."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    label = str(labels.get(cell, ""))[:_LONGEST_TEXT]
    if any(_is_within(cell, each) for each in missing):
        return ["missing", _shown(cell), label]
    if isinstance(cell, str) and not is_text:  # Stata's .a to .z
        return ["missing", f".{cell}", label]
    if label:
        return ["label", _shown(cell), label]
    if isinstance(cell, str):
        return cell[:_LONGEST_TEXT]
    if isinstance(cell, (datetime.date, datetime.time, datetime.timedelta)):
        return ["time", str(cell), ""]
    return float(cell)


def _is_within(cell: AnyValue, limits: Mapping[str, Any]) -> bool:
    try:
        return bool(limits["lo"] <= cell <= limits["hi"])
    except (KeyError, TypeError):
        return False


def _shown(cell: AnyValue) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
