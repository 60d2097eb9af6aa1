"""Experiments with the runs that led to their fitted weights."""

from typing import Any

from engine import History, SavedExperiment, Settings
from engine.past.saved_run import SavedRun
from tests.engine.past.runs import kept, problem_of

KINDS: dict[str, dict[str, Any]] = {
    "modes": {"learning_rate": 0.05},
    "literal": {"learning_rate": 0.05, "method": "literal"},
    "Adam": {"learning_rate": 0.01, "optimiser": "adam"},
    "float32": {"learning_rate": 0.01, "precision": "float32"},
    "Huber": {"learning_rate": 0.01, "loss": "huber"},
    "scaled": {"learning_rate": 0.3, "scale_columns": True},
    "heavy ball": {"learning_rate": 0.01, "optimiser": "heavy ball", "scale_columns": True},
}
TABLE = problem_of(30, 3)


def settings_of(kind: str, epochs: int = 1000) -> Settings:
    return Settings(epochs, h=0.1, **KINDS[kind])


def saved(kind: str, epochs: int = 1000, history: History | None = None) -> SavedExperiment:
    """Return a run of so many epochs as its file keeps it."""
    settings = settings_of(kind, epochs)
    history, frame = kept(TABLE, settings, history=history)
    run = SavedRun(settings, frame, history.trace(), history.past())
    return SavedExperiment(
        *(TABLE.A, TABLE.Y, TABLE.W, settings),
        fitted=frame.W,
        epoch=frame.epoch,
        loss=frame.loss,
        run=run,
    )
