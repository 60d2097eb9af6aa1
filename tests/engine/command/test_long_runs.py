from io import StringIO

from engine import Settings, descend
from engine.command.long_runs import FIRST_SECONDS, LongRun
from engine.history import History
from tests.engine.problems import random_problem


def lines_of(seconds: list[float], until_converged: bool = True) -> list[str]:
    """Return what is said of a run whose frames come after so many seconds."""
    history, stream = History(), StringIO()
    clock = iter([0.0, *seconds])
    run = LongRun(history, stream, lambda: next(clock))
    settings = Settings(10**6, 1e-5, 1e-4, until_converged=until_converged, loss="mean absolute")
    frames = descend(random_problem(0, 30, 2), settings, chunk_epochs=100)
    for frame, _ in zip(frames, seconds, strict=False):
        history.extend(frame)
        run.look(frame)
    return stream.getvalue().splitlines()


def test_short_run_says_nothing() -> None:
    assert lines_of([0.1, 1.0, FIRST_SECONDS - 1]) == []


def test_long_run_tells_how_the_loss_falls() -> None:
    (line,) = lines_of([1.0, 2.0, 5.0, 12.0, 15.0])
    words = line.split()
    assert line.startswith("12 s: loss ")
    assert "at epoch 300, after" in line
    assert line.endswith("at epoch 150.")
    assert float(words[3]) < float(words[8])


def test_pauses_between_lines_double() -> None:
    seconds = [float(each) for each in range(0, 100, 5)]
    assert [line.split()[0] for line in lines_of(seconds)] == ["10", "20", "40", "80"]
