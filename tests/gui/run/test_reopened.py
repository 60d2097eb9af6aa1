"""A run that comes back with its file."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Settings, StopReason, descend
from engine.archive import archived, read_archive
from engine.examples import published
from engine.past.saved_run import SavedRun
from gui.document import Document, changes
from gui.document.experiment import Fitted
from gui.files.secant_document import to_saved
from gui.run.reopened import reopened
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.run.worker import RunProgress

RAN = Settings(1000, h=0.1)


@pytest.fixture
def document() -> Document:
    return Document(published().problem, RAN, "published")


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    session = Session(document)
    yield session
    session.shut_down()


def run(session: Session, qtbot: QtBot) -> RunProgress:
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda state: not state.is_active):
        session.run_or_pause()
    assert session.progress is not None
    return session.progress


def saved(progress: RunProgress) -> SavedRun:
    return SavedRun(progress.settings, progress.frame, progress.trace, progress.past)


def reopen(document: Document, session: Session, kept: SavedRun) -> None:
    session.reset()
    session.expect_run(kept)
    document.open(document.experiment)


@pytest.mark.parametrize(
    "other", [{}, {"method": "literal"}, {"optimiser": "adam"}, {"loss": "huber"}]
)
def test_reopened_run_goes_on(
    document: Document, session: Session, qtbot: QtBot, other: dict[str, Any]
) -> None:
    document.change_settings(**other)
    reopen(document, session, saved(run(session, qtbot)))
    assert session.state is RunState.DONE
    document.change_settings(epochs=2000)
    again = run(session, qtbot)
    *_, frame = descend(published().problem, document.settings)
    assert again.frame.epoch == frame.epoch
    assert again.frame.W.tobytes() == frame.W.tobytes()
    assert len(again.trace) == 2001


def test_end_is_judged_again(document: Document, session: Session, qtbot: QtBot) -> None:
    before = run(session, qtbot)
    assert before.verdict is not None
    reopen(document, session, saved(before))
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.verdict is not None)
    after = session.progress
    assert after is not None
    assert after.verdict is not None
    assert (after.verdict.kind, after.verdict.sentence) == (
        *(before.verdict.kind, before.verdict.sentence),
    )
    assert after.loss_floor == before.loss_floor
    assert after.statistics is not None
    assert after.working is not None


def test_reopened_epochs_can_be_shown(document: Document, session: Session, qtbot: QtBot) -> None:
    reopen(document, session, saved(run(session, qtbot)))
    session.show_epoch(321.0)
    assert session.shown is not None
    *_, frame = descend(published().problem, Settings(321, h=0.1))
    assert pytest.approx(frame.W, rel=1e-12) == session.shown.frame.W


def test_paused_run_is_paused_again(document: Document, session: Session, qtbot: QtBot) -> None:
    kept = saved(run(session, qtbot))
    *_, frame = (f for f in descend(published().problem, RAN, chunk_epochs=100) if f.stop is None)
    paused = SavedRun(RAN, frame, kept.trace, kept.past)
    reopen(document, session, paused)
    assert session.state is RunState.PAUSED
    assert session.progress is not None
    assert session.progress.frame.stop is None


def test_reset_forgets_the_files_run(document: Document, session: Session, qtbot: QtBot) -> None:
    reopen(document, session, saved(run(session, qtbot)))
    session.reset()
    assert (session.state, session.progress, document.fitted) == (RunState.READY, None, None)


def test_history_has_all_of_it(document: Document, session: Session, qtbot: QtBot) -> None:
    kept = saved(run(session, qtbot))
    progress, history = reopened(document.experiment, kept)
    assert progress.frame.stop is StopReason.DONE
    assert history.trace().loss.tolist() == kept.trace.loss.tolist()
    assert progress.methods == kept.past.methods


@pytest.mark.parametrize("other", [{"method": "literal"}, {"optimiser": "adam"}])
def test_active_run_is_kept_so_far(
    document: Document, session: Session, qtbot: QtBot, tmp_path: Path, other: dict[str, Any]
) -> None:
    """Saving a run that went on wrote its weights alone, over a file that had its curve."""
    document.change_settings(epochs=10**7, **other)
    session.run_or_pause()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.frame.epoch > 500)
    progress = session.progress
    assert progress is not None
    kept, frame = saved(progress), progress.frame
    assert session.state.is_active
    fitted = Fitted(frame.W, frame.epoch, frame.loss)
    path = tmp_path / "a.secant"
    path.write_bytes(b"".join(archived(to_saved(document.experiment, fitted, (), kept))))
    read = read_archive(path)
    assert read.run_fault == ""
    assert read.run is not None
    reopen(document, session, read.run)
    assert session.state is RunState.PAUSED
    document.change_settings(epochs=frame.epoch + 50)
    again = run(session, qtbot)
    *_, expected = descend(published().problem, document.settings)
    assert again.frame.W.tobytes() == expected.W.tobytes()
    assert len(again.trace) >= len(kept.trace)


@pytest.mark.parametrize("other", [{}, {"method": "literal"}])
def test_held_out_losses_are_found_again(
    document: Document, session: Session, qtbot: QtBot, other: dict[str, Any]
) -> None:
    document.change_settings(**other)
    document.change("Hold Out Rows", partial(changes.hold_out, share=0.3, seed=0), 0)
    before = run(session, qtbot)
    assert before.held_out is not None
    reopen(document, session, saved(before))
    qtbot.waitUntil(
        lambda: session.progress is not None and session.progress.held_out is not None,
        timeout=30_000,
    )
    assert session.progress is not None
    found = session.progress.held_out
    assert found is not None
    assert np.array_equal(found.trace.epoch, before.held_out.trace.epoch)
    assert np.allclose(found.trace.loss, before.held_out.trace.loss, rtol=1e-12)
    assert found.now == before.held_out.now
    document.change_settings(epochs=2000)
    again = run(session, qtbot)
    *_, frame = descend(document.experiment.problem, document.settings)
    assert again.frame.W.tobytes() == frame.W.tobytes()
    assert again.held_out is not None
    assert again.held_out.trace.epoch.tolist() == list(range(2001))


def test_going_back_cuts_held_out_losses(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change("Hold Out Rows", partial(changes.hold_out, share=0.3, seed=0), 0)
    before = run(session, qtbot).held_out
    assert before is not None
    session.show_epoch(40)
    qtbot.waitUntil(lambda: session.earlier is not None and session.earlier.companions is not None)
    session.go_back_to_shown()
    assert session.progress is not None
    cut = session.progress.held_out
    assert cut is not None
    assert cut.trace.epoch.tolist() == list(range(41))
    again = run(session, qtbot).held_out
    assert again is not None
    assert np.array_equal(again.trace.epoch, before.trace.epoch)
    assert np.allclose(again.trace.loss, before.trace.loss, rtol=1e-12)
