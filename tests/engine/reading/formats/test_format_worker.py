"""The script that reads files, with a reader that hands out what the tests say."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from engine.reading.formats.format_worker import serve


class Stored:
    """Two tables of numbers side by side."""

    def __init__(self, rows: int) -> None:
        self._values = [np.arange(3.0 * rows).reshape(rows, 3), np.arange(rows)[:, np.newaxis]]

    def tables(self) -> list[dict[str, Any]]:
        """Return the facts."""
        return [
            {"name": name, "rows": len(each), "columns": [*range(each.shape[1])]}
            for name, each in zip("AY", self._values, strict=True)
        ]

    def batches(self, table: int, columns: Sequence[int], height: int) -> Iterator[list[Any]]:
        """Yield columns."""
        values = self._values[table]
        for start in range(0, len(values), height):
            part = values[start : start + height]
            yield [(np.zeros(len(part), np.uint8), part[:, k], []) for k in columns]


def answered(rows: int, request: object) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Return the messages, and the columns of all blocks."""
    out = io.BytesIO()
    serve(Stored(rows), io.BytesIO(json.dumps(request).encode()), out)
    out.seek(0)
    messages, columns = list[dict[str, Any]](), list[list[Any]]()
    while line := out.readline():
        messages.append(json.loads(line))
        found = messages[-1].get("columns", ()) if "rows" in messages[-1] else ()
        columns.append(
            [np.frombuffer(out.read(8 * messages[-1]["rows"]), kind).tolist() for kind, *_ in found]
        )
    return messages, [each for each in columns if each]


@pytest.mark.parametrize(
    ("tables", "columns", "expected"),
    [
        ([0], [0, 2], [[0, 3], [2, 5]]),
        ([0], [2, 0], [[2, 5], [0, 3]]),
        ([0, 1], [3, 1], [[0, 1], [1, 4]]),
        ([1, 0], [0, 1], [[0, 1], [0, 3]]),
        ([1], [0], [[0, 1]]),
    ],
)
def test_columns_come_as_asked(
    tables: list[int], columns: list[int], expected: list[list[float]]
) -> None:
    request = {"tables": tables, "columns": columns, "most_rows": None}
    messages, blocks = answered(2, request)
    assert [each["name"] for each in messages[0]["tables"]] == ["A", "Y"]
    assert blocks == [expected]
    assert messages[-1] == {"done": True, "whole": True}


def test_blocks_are_of_one_size() -> None:
    messages, blocks = answered(200_000, {"tables": [0, 1], "columns": [0, 3], "most_rows": None})
    assert [each["rows"] for each in messages if "rows" in each] == [131_072, 68_928]
    assert sum(len(block[1]) for block in blocks) == 200_000


def test_reading_ends_after_enough_rows() -> None:
    messages, blocks = answered(200_000, {"tables": [0], "columns": [0], "most_rows": 10})
    assert len(blocks) <= 1
    assert messages[-1] == {"done": True, "whole": False}


def test_no_request_ends_the_process() -> None:
    messages, _ = answered(2, None)
    assert [*messages[0]] == ["tables"]
    assert len(messages) == 1
