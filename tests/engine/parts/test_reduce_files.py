from pathlib import Path

import numpy as np
import pytest

from engine.cancelling import Cancelled
from engine.errors import BadTable
from engine.parts.merge_tree import MergeTree
from engine.parts.part import reduce_part
from engine.parts.reduce_files import BytesRead, reduce_files
from engine.parts.shared_reading import SharedReading

from .tables import table, write_csv, write_parts


def test_files_are_merged_by_the_tree(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, table(rows=400), 11)
    reading = SharedReading.of(paths[0])
    tree = MergeTree(11)
    for index, path in enumerate(paths):
        tree.add(index, reduce_part(path, reading))
    found = reduce_files(paths, reading)
    assert tree.whole is not None
    assert (found.part.R == tree.whole.R).all()
    assert found.part.rows == 400


def test_ends_reach_over_short_files(tmp_path: Path) -> None:
    values = table(rows=20)
    paths = write_parts(tmp_path, values, 10)
    ends = reduce_files(paths, SharedReading.of(paths[0])).ends
    assert (ends.first == values[:7]).all()
    assert (ends.last == values[-7:]).all()


def test_bad_file_is_told_by_folder(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(write_csv(tmp_path / folder / "part.csv", table(rows=5)))
    paths[1].write_text("a,b,c,y\n1,2,3,4\n1,2,?!,4\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"^b/part\.csv, line 3, column 3 \(c\)"):
        reduce_files(paths, SharedReading.of(paths[0]))


def test_missing_file_is_named(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, table(), 2)
    with pytest.raises(BadTable, match=r"^gone\.csv: it cannot be opened"):
        reduce_files([*paths, tmp_path / "gone.csv"], SharedReading.of(paths[0]))


def test_progress_may_cancel(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, table(), 4)
    seen: list[float] = []

    def report(fraction: float) -> None:
        seen.append(fraction)
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        reduce_files(paths, SharedReading.of(paths[0]), progress=report)
    assert len(seen) <= 4


def test_skipped_rows_are_counted(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, table(rows=30), 3)
    for path in paths:
        path.write_text(path.read_text("utf-8") + "1,2,NA,4\n", encoding="utf-8")
    from engine import BadRows, ReadOptions

    reading = SharedReading.of(paths[0], ReadOptions(bad_rows=BadRows.SKIP))
    part = reduce_files(paths, reading).part
    assert (part.rows, part.skipped) == (30, 3)


def test_share_of_bytes_never_falls() -> None:
    seen: list[float] = []
    counted = BytesRead([100, 300], seen.append)
    for index, fraction in ((1, 0.5), (0, 1.0), (1, 0.2), (1, 1.0)):
        counted.note(index, fraction)
    assert seen == pytest.approx([0.375, 0.625, 0.625, 1.0])
    assert np.all(np.diff(seen) >= 0)
