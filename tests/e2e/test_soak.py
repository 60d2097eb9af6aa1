"""The real program under a minute of random acts; and the judge notices what it must."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from tests.soak.heartbeat import NOTED_SECONDS, SCHEDULING, TICKS, Heartbeat
from tests.soak.journal import Journal, Note, read_journal
from tests.soak.judging import (
    GAP,
    Gap,
    Soak,
    growths,
    own_seconds,
    summary,
    unexcused,
    violations,
)
from tests.soak.samples import Sample, sample
from tests.soak.soaking import soak

SECONDS = 60.0
SEED = 1
# At a load of 8 on two cores a gap came every two minutes, each time in other acts.
ATTEMPTS = 3


def test_minute_of_random_acts(tmp_path: Path) -> None:
    """Memory is compared by hand: half a minute of warming up is no basis.

    On a machine that others use as well, any moment may be a slow one: a gap must come back.
    """
    for attempt in range(ATTEMPTS):
        broken = broken_in(tmp_path / str(attempt))
        if not all(violation.startswith(GAP) for violation in broken) or not broken:
            break
    assert not broken, "\n".join([f"seed {SEED}", *broken])


def broken_in(folder: Path) -> list[str]:
    folder.mkdir()
    soaked = soak(folder, SECONDS, SEED)
    assert len(soaked.noted("act")) > SECONDS
    return violations(soaked, is_shared=True, compares_thirds=False)


def note(kind: str, time: float, **facts: object) -> Note:
    return Note(time, kind, facts)


def gap(
    end: float, seconds: float, waited: float = 0.0, stolen: float = 0.0, ran: float = 0.0
) -> Note:
    return note("gap", end, seconds=seconds, waited=waited, stolen=stolen, ran=ran)


def found(
    *notes: Note,
    control: tuple[Note, ...] = (),
    samples: tuple[Sample, ...] = (),
    status: int = 0,
    stderr: str = "",
) -> Soak:
    """Return a soak of 30 seconds, at rest in the last second of every five."""
    counts = [
        note("count", float(time), objects=900, widgets=80, is_at_rest=time % 5 in (4, 0))
        for time in range(31)
    ]
    every = [note("begin", 0.0), *counts, *notes, note("closing", 30.0)]
    every.sort(key=lambda each: each.time)
    return Soak(every, control, samples, status, stderr)


def samples(*memory: float, threads: int = 9) -> tuple[Sample, ...]:
    """Return samples of each rest: at 4.5 s, 9.5 s and so on."""
    rests = range(len(memory))
    return tuple(Sample(4.5 + 5 * k, memory[k], memory[k], threads, 12) for k in rests)


def test_quiet_soak_keeps_all_promises() -> None:
    quiet = found(gap(7.0, 0.09), samples=samples(*[150.0] * 6))
    assert violations(quiet) == []
    assert any("(+0.0 %)" in line for line in summary(quiet))


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (found(status=-11), "ended with -11"),
        (found(stderr="qt.qpa: a warning\n"), "a warning"),
        (found(note("failure", 3.0, report="KeyError")), "KeyError"),
        (found(gap(7.0, 0.13)), "130 ms"),
        (found(samples=samples(*[150.0] * 4, 160.0, 160.0)), "memory (resident)"),
        (Soak([], [], [], 1, ""), "did not begin"),
    ],
)
def test_each_fault_is_a_violation(broken: Soak, word: str) -> None:
    assert any(word in violation for violation in violations(broken))


def test_acts_before_gap_are_shown() -> None:
    acts = (note("act", 6.5, what="paste"), note("act", 7.5, what="later"))
    (violation,) = violations(found(*acts, gap(7.0, 0.2)))
    assert "-300 ms  paste" in violation
    assert "later" not in violation


def test_machine_excuses_gap_of_control() -> None:
    long = Gap(7.0, 0.2, 0.0)
    assert unexcused([long], [Gap(7.0, 0.11, 0.0)]) == []
    assert unexcused([long], [Gap(7.0, 0.09, 0.0)]) == [long]
    assert unexcused([long], [Gap(8.0, 0.11, 0.0)]) == [long]


def test_waiting_for_processor_counts_unless_shared() -> None:
    waiting = found(gap(7.0, 0.2, waited=0.15))
    assert len(violations(waiting)) == 1
    assert violations(waiting, is_shared=True) == []
    assert len(violations(found(gap(7.0, 0.2)), is_shared=True)) == 1


def test_slow_processor_lengthens_own_time() -> None:
    work = [note("work", time, seconds=0.002 if time < 5 else 0.004) for time in range(10)]
    seconds_of = own_seconds(found(control=tuple(work)))
    assert seconds_of(Gap(8.0, 0.2, 0.04)) == pytest.approx(0.08)
    assert seconds_of(Gap(2.0, 0.2, 0.04)) == pytest.approx(0.16)
    assert seconds_of(Gap(90.0, 0.2, 0.04)) == pytest.approx(0.16)


def test_stolen_time_is_told_only() -> None:
    late = found(gap(7.0, 0.2, stolen=0.12), gap(9.0, 0.3, stolen=0.01, ran=0.28))
    stolen, own = violations(late, is_shared=True)
    assert "stolen by the machine's host, 280 at work\n" in own
    assert "200 ms, 0 of them without a processor, 120 stolen" in stolen
    assert "300 ms, 0 of them without a processor, 10 stolen" in own
    assert any(line.startswith("1 of those that count came while") for line in summary(late))


def test_heart_knows_what_is_stolen(qapp: QCoreApplication) -> None:
    gaps: list[tuple[float, ...]] = []
    heart = Heartbeat(lambda *gap: gaps.append(gap))
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: time.sleep(2 * NOTED_SECONDS))
    QTimer.singleShot(200, loop.quit)
    loop.exec()
    del heart
    longest = max(gaps, key=lambda gap: gap[1])
    assert longest[1] > 2 * NOTED_SECONDS
    assert all(0 <= part <= longest[1] + 1 / TICKS for part in longest[2:])
    assert longest[4] < NOTED_SECONDS  # it slept


def test_growth_compares_rests_only() -> None:
    steady, busy = samples(*[150.0] * 6), Sample(12.0, 900.0, 900.0, 30, 40)
    for growth in growths(found(samples=(*steady, busy))):
        assert growth.before == growth.last
        assert growth.is_kept


def test_cut_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.note("act", what="undo")
    journal.close()
    with path.open("a") as file:
        file.write('[1.0, "ac')
    assert [each.facts for each in read_journal(path)] == [{"what": "undo"}]


@pytest.mark.skipif(not SCHEDULING.exists(), reason="only Linux tells")
def test_sample_of_this_process() -> None:
    taken = sample(os.getpid(), 1.0)
    assert taken is not None
    assert 10 < taken.private < taken.resident
    assert sample(2**22 + 1, 1.0) is None
