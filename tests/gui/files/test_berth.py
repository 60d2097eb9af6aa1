import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import CannotWrite
from gui.files.berth import Berth
from gui.files.card import Card
from gui.files.recovery import usual_folder
from tests.gui.files.crash import Neighbour, crash

CARD = Card("Trial", 3, 2)


def names(folder: Path, suffix: str = "") -> list[str]:
    return sorted(path.name for path in folder.glob(f"*{suffix}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a/b"


@pytest.fixture
def berth(folder: Path) -> Iterator[Berth]:
    berth = Berth.new(folder)
    assert berth is not None
    yield berth
    berth.leave()


def card(folder: Path, berth: Berth) -> Card:
    return Card.parse((folder / f"{berth.key}.json").read_text())


def test_each_has_a_place_of_its_own(folder: Path, berth: Berth) -> None:
    other = Berth.new(folder)
    assert other is not None
    assert other.key != berth.key
    assert Berth.taken(folder, berth.key) is None
    other.remove()
    assert Berth.taken(folder, berth.key) is None


def test_the_card_names_the_copy(folder: Path, berth: Berth) -> None:
    berth.keep(CARD, [b"one", b"two"])
    kept = card(folder, berth)
    assert kept == CARD.with_copy(kept.copy)
    assert (folder / kept.copy).read_bytes() == b"onetwo"
    assert berth.has_copy


def test_a_later_copy_takes_the_place_of_the_one_before(folder: Path, berth: Berth) -> None:
    for content in (b"one", b"two"):
        berth.keep(CARD, [content])
        assert names(folder, ".secant") == [card(folder, berth).copy]
    assert (folder / card(folder, berth).copy).read_bytes() == b"two"


def test_a_copy_that_cannot_be_written_leaves_the_one_before(folder: Path, berth: Berth) -> None:
    def full() -> Iterator[bytes]:
        yield b"some"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    berth.keep(CARD, [b"one"])
    before = card(folder, berth)
    with pytest.raises(CannotWrite):
        berth.keep(Card("Other"), full())
    assert card(folder, berth) == before
    assert (folder / before.copy).read_bytes() == b"one"


def test_killed_before_the_card_is_written_the_old_copy_counts(
    folder: Path, berth: Berth, monkeypatch: pytest.MonkeyPatch
) -> None:
    berth.keep(CARD, [b"one"])
    before = card(folder, berth)
    with monkeypatch.context() as patch:
        patch.setattr(Card, "text", property(interrupt))
        with pytest.raises(KeyboardInterrupt):
            berth.keep(CARD, [b"two"])
    assert card(folder, berth) == before
    assert len(names(folder, ".secant")) == 2
    berth.leave()
    again = Berth.taken(folder, berth.key)
    assert again is not None
    again.keep(CARD, [b"three"])
    assert names(folder, ".secant") == [card(folder, berth).copy]
    assert (folder / card(folder, berth).copy).read_bytes() == b"three"
    again.leave()


def interrupt(_: Card) -> str:
    raise KeyboardInterrupt


def test_without_anything_to_lose_there_is_a_card_only(folder: Path, berth: Berth) -> None:
    berth.keep(CARD, [b"one"])
    berth.keep(CARD)
    assert names(folder, ".secant") == []
    assert card(folder, berth) == CARD
    assert not berth.has_copy


def test_removing_leaves_nothing(folder: Path, berth: Berth) -> None:
    berth.keep(CARD, [b"one"])
    berth.remove()
    assert names(folder) == []


def test_what_a_crash_leaves_can_be_taken_over() -> None:
    key = crash()
    berth = Berth.taken(usual_folder(), key)
    assert berth is not None
    assert berth.has_copy
    berth.remove()


def test_so_it_can_where_another_process_has_its_number_now() -> None:
    lock = usual_folder() / f"{crash()}.lock"
    _, *rest = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *rest, ""]))
    berth = Berth.taken(usual_folder(), lock.stem)
    assert berth is not None
    berth.remove()


def test_what_a_window_on_another_machine_has_can_not() -> None:
    lock = usual_folder() / f"{crash()}.lock"
    number, program, _, _, *rest = lock.read_text().splitlines()
    lock.write_text("\n".join([number, program, "elsewhere", "0" * 32, *rest, ""]))
    assert Berth.taken(usual_folder(), lock.stem) is None


def test_nobody_else_may_look_into_it(folder: Path, berth: Berth) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_another_window_has_can_not() -> None:
    with Neighbour() as key:
        assert Berth.taken(usual_folder(), key) is None


def test_what_is_broken_can_be_kept_aside(folder: Path, berth: Berth) -> None:
    berth.keep(CARD, [b"one"])
    aside = berth.set_aside()
    assert aside.read_bytes() == b"one"
    assert names(folder) == [aside.name]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="directory"):
        Berth.new(tmp_path / "file/folder")


def test_it_is_ours_as_long_as_others_can_see_that(folder: Path, berth: Berth) -> None:
    assert berth.is_ours
    (folder / f"{berth.key}.lock").unlink()
    assert not berth.is_ours
