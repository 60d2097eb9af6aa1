import os
from pathlib import Path

import pytest

from engine.parts.errors import NoFiles
from engine.parts.files import folders_to_tell, is_pattern, keys_of, matching


def test_pattern_gives_files_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.txt"):
        (tmp_path / name).write_text("1\n")
    (tmp_path / "d.csv").mkdir()
    assert [path.name for path in matching(f"{tmp_path}/*.csv")] == ["a.csv", "b.csv"]


def test_stars_reach_into_folders(tmp_path: Path) -> None:
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "a.csv").write_text("1\n")
    assert len(matching(f"{tmp_path}/**/*.csv")) == 1


def test_pattern_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoFiles, match=r"No file matches .*\*\.csv"):
        matching(f"{tmp_path}/*.csv")


def test_file_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    path = tmp_path / "a[1].csv"
    path.write_text("1\n")
    assert not is_pattern(str(path))
    assert is_pattern("parts/*.csv")
    assert not is_pattern("parts.csv")


def test_key_tells_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1\n")
    (before,) = keys_of([path])
    os.utime(path, ns=(0, 10**18))
    (later,) = keys_of([path])
    path.write_text("1\n2\n")
    os.utime(path, ns=(0, 10**18))
    (longer,) = keys_of([path])
    assert len({before, later, longer}) == 3


def test_only_equal_names_need_folders(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "p.csv", tmp_path / "b" / "p.csv", tmp_path / "b" / "q.csv"]
    assert folders_to_tell(paths) == {paths[0]: "a", paths[1]: "b"}
    assert folders_to_tell(paths[1:]) == {}
