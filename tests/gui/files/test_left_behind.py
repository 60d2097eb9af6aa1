from pathlib import Path

import pytest

from gui.files.berth import Berth
from gui.files.card import Card
from gui.files.left_behind import is_open_elsewhere, left_behind
from gui.files.recovery import usual_folder
from tests.gui.files.crash import Neighbour, crash


@pytest.fixture
def folder() -> Path:
    return usual_folder()


def test_where_nothing_ever_crashed_there_is_nothing(folder: Path) -> None:
    assert left_behind(folder) == []
    assert not folder.exists()


def test_the_copies_of_crashed_windows_are_found_the_latest_first(folder: Path) -> None:
    keys = [crash("one"), crash("two")]
    found = left_behind(folder)
    assert {left.key for left in found} == set(keys)
    assert [left.card.rows for left in found] == [2, 2]
    assert found[0].when >= found[1].when
    assert all(left.copy.is_file() for left in found)
    assert left_behind(folder) == found


def test_those_of_living_windows_are_not(folder: Path) -> None:
    with Neighbour() as key:
        assert left_behind(folder) == []
        assert (folder / f"{key}.json").exists()


def test_what_a_window_without_a_copy_left_is_swept_up(folder: Path) -> None:
    crash(value=None)
    assert list(folder.glob("*.json"))
    assert left_behind(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no card", b"\xff\xff"])
def test_a_broken_card_does_not_lose_the_copy(folder: Path, content: bytes) -> None:
    key = crash()
    (folder / f"{key}.json").write_bytes(content)
    (left,) = left_behind(folder)
    assert left.copy.is_file()
    assert left.card.place is None


def test_a_card_of_a_copy_elsewhere_finds_none(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.secant").write_text("mine")
    key = crash()
    card = Card("x", 1, 1).with_copy(str(tmp_path / "secret.secant"))
    (folder / f"{key}.json").write_text(card.text)
    for left in left_behind(folder):
        assert left.copy.parent == folder
    assert (tmp_path / "secret.secant").exists()


def test_of_two_windows_one_takes_it(folder: Path) -> None:
    crash()
    (left,) = left_behind(folder)
    berth = left.take()
    assert berth is not None
    assert left.take() is None
    berth.remove()
    assert left.take() is None
    assert list(folder.iterdir()) == []


def test_a_file_is_open_elsewhere_while_another_window_lives(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    path.touch()
    (tmp_path / "link").symlink_to(path)
    with Neighbour(str(path)) as key:
        assert is_open_elsewhere(folder, path, "")
        assert is_open_elsewhere(folder, tmp_path / "link", "")
        assert not is_open_elsewhere(folder, tmp_path / "b.secant", "")
        assert not is_open_elsewhere(folder, path, key)
    assert not is_open_elsewhere(folder, path, "")
    crash(file=str(path))
    assert not is_open_elsewhere(folder, path, "")


def test_links_in_circles_are_no_open_file(folder: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop.secant"
    loop.symlink_to(loop)
    with Neighbour(str(loop)):
        assert not is_open_elsewhere(folder, tmp_path / "a.secant", "")
    assert not is_open_elsewhere(folder, loop, "")


def test_a_copy_swept_away_is_nobodys(folder: Path) -> None:
    crash()
    (left,) = left_behind(folder)
    left.copy.unlink()
    assert left.take() is None
    assert Berth.taken(folder, left.key) is not None
