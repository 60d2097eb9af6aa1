import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gui.errands import Errands
from gui.files.keeper import DELAY_MILLISECONDS, RUN_MILLISECONDS
from gui.files.recovery import usual_folder
from gui.message import MessageKind
from gui.run_state import RunState
from tests.gui.files.desk import SOON, Desk, cards, kept, kept_cell
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def wait_kept(desk: Desk, value: float | None) -> None:
    desk.qtbot.waitUntil(lambda: kept_cell() == value)


def test_a_change_is_kept_within_two_seconds() -> None:
    assert DELAY_MILLISECONDS <= 1000
    assert RUN_MILLISECONDS <= 15_000


def test_every_change_is_kept_soon(desk: Desk) -> None:
    for value in (10, 11, 12):
        desk.edit(value)
        wait_kept(desk, value)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)


def test_typing_on_and_on_does_not_put_it_off(qtbot: QtBot) -> None:
    desk = Desk.made(qtbot, delay=50)
    edits = iter(range(10, 10_000))

    def type_on_until_kept() -> bool:
        desk.edit(next(edits))
        return kept_cell() is not None

    qtbot.waitUntil(type_on_until_kept)


def test_what_is_not_changed_is_not_kept(qtbot: QtBot) -> None:
    desk = Desk.made(qtbot, run_delay=10_000_000)
    desk.run()
    desk.leave()
    assert not usual_folder().exists() or desk.copies() == []


def test_undone_it_is_kept_no_longer(desk: Desk) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    desk.document.undo_stack.undo()
    wait_kept(desk, None)
    desk.qtbot.waitUntil(lambda: desk.copies() == [])
    desk.document.undo_stack.redo()
    wait_kept(desk, 10)


def test_saved_it_is_kept_no_longer(desk: Desk, tmp_path: Path) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    path = desk.saved(tmp_path / "a.secant")
    wait_kept(desk, None)
    assert [card.file for card in cards()] == [str(path)]
    desk.edit(11)
    wait_kept(desk, 11)
    assert [(card.file, card.name, card.rows, card.columns) for card in cards()] == [
        (str(path), "a", 3, 2)
    ]


def kept_rate() -> float | None:
    copy = kept()
    return None if copy is None else copy.settings.fixed_learning_rate


def test_settings_alone_are_kept_though_closing_asks_nothing(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.qtbot.waitUntil(lambda: kept_rate() == 0.25)
    assert not desk.files.is_modified
    desk.document.undo_stack.undo()
    desk.qtbot.waitUntil(lambda: desk.copies() == [])


def test_an_edit_undone_leaves_the_settings_kept(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.edit(10)
    wait_kept(desk, 10)
    desk.document.undo_stack.undo()
    wait_kept(desk, 1)
    assert kept_rate() == 0.25


def test_closed_by_the_system_it_leaves_no_copy_for_settings(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.qtbot.waitUntil(lambda: kept_rate() == 0.25)
    desk.leave()
    assert list(usual_folder().iterdir()) == []


def test_another_document_takes_it_away(desk: Desk) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    desk.files.new.trigger()
    desk.answer(Button.Discard)
    wait_kept(desk, None)
    desk.qtbot.waitUntil(lambda: desk.copies() == [])


def test_a_run_is_kept_now_and_then(qtbot: QtBot) -> None:
    desk = Desk.made(qtbot, run_delay=SOON)
    desk.document.change_settings(epochs=10**9, method="literal", learning_rate=1e-9)
    desk.session.run_or_pause()

    def has_gone_on(before: float) -> bool:
        copy = kept()
        return copy is not None and copy.epoch is not None and copy.epoch > before

    qtbot.waitUntil(lambda: has_gone_on(0))
    copy = kept()
    assert copy is not None
    assert copy.epoch is not None
    qtbot.waitUntil(lambda: has_gone_on(copy.epoch or 0))
    desk.session.pause()
    progress = desk.session.progress
    assert progress is not None
    qtbot.waitUntil(lambda: not has_gone_on(progress.frame.epoch) and is_kept(progress.frame.W))


def is_kept(W: object) -> bool:
    copy = kept()
    return copy is not None and np.array_equal(copy.fitted, W)  # type: ignore[arg-type]


def test_where_a_run_ended_is_kept_beside_an_edit(desk: Desk) -> None:
    desk.edit(10)
    desk.run(RunState.DONE)
    progress = desk.session.progress
    assert progress is not None
    desk.qtbot.waitUntil(lambda: is_kept(progress.frame.W))


def test_closed_with_a_person_asked_it_leaves_nothing(desk: Desk) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    desk.window.close()
    desk.answer(Button.Discard)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert list(usual_folder().iterdir()) == []


def test_closed_by_the_system_it_leaves_the_latest(qtbot: QtBot) -> None:
    desk = Desk.made(qtbot, delay=10_000_000)
    desk.edit(10)
    desk.leave()
    assert kept_cell() == 10


def test_closed_by_the_system_with_nothing_to_lose_it_leaves_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.saved(tmp_path / "a.secant")
    desk.qtbot.waitUntil(lambda: len(cards()) == 1)
    desk.leave()
    assert list(usual_folder().iterdir()) == []


def refuse(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full() -> Iterator[pytest.MonkeyPatch]:
    """A disk that is full, until undone."""
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", refuse)
    yield patch
    patch.undo()


def test_a_full_disk_is_told_once_until_it_is_mended(desk: Desk, full: pytest.MonkeyPatch) -> None:
    writer = named(desk.window, Errands, "recovery")
    for value in (10, 11, 12):
        with desk.qtbot.waitSignal(writer.refused):
            desk.edit(value)
    assert desk.sentences == [
        f"No recovery copies can be kept in {usual_folder()}: no space left on device. "
        "Until that is mended, save often."
    ]
    assert desk.said.at(0)[0].kind is MessageKind.FAULT


def test_mended_it_is_kept_again(desk: Desk, full: pytest.MonkeyPatch) -> None:
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: desk.said.count() == 1)
    full.undo()
    desk.edit(11)
    desk.qtbot.waitUntil(lambda: desk.copies() != [])


def test_mended_it_is_kept_though_nothing_more_is_changed(
    qtbot: QtBot, full: pytest.MonkeyPatch
) -> None:
    desk = Desk.made(qtbot, run_delay=50)
    desk.edit(10)
    qtbot.waitUntil(lambda: desk.said.count() == 1)
    full.undo()
    wait_kept(desk, 10)
    assert desk.said.count() == 1


def test_a_folder_that_cannot_be_made_is_told(desk: Desk, data_home: Path) -> None:
    data_home.touch()
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: desk.said.count() == 1)
    assert desk.sentences[0].startswith(f"No recovery copies can be kept in {usual_folder()}: ")
    desk.edit(11)
    desk.leave()
    assert desk.said.count() == 1


def test_a_failing_copy_leaves_the_one_before(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.made(qtbot)
    desk.edit(10)
    wait_kept(desk, 10)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        desk.edit(11)
        qtbot.waitUntil(lambda: desk.said.count() == 1)
        desk.leave()
    assert kept_cell() == 10


def test_a_folder_that_was_tidied_up_is_made_anew(desk: Desk) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    shutil.rmtree(usual_folder())
    desk.edit(11)
    wait_kept(desk, 11)
    assert desk.said.count() == 0
    desk.recovery.offer()
    assert not desk.recovery.recover.isEnabled()


def test_a_place_whose_lock_was_taken_away_is_left_for_another(desk: Desk) -> None:
    desk.edit(10)
    wait_kept(desk, 10)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    (lock,) = usual_folder().glob("*.lock")
    lock.unlink()
    desk.edit(11)
    wait_kept(desk, 11)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    assert lock not in usual_folder().glob("*.lock")
