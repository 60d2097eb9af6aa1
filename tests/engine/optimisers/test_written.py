import pytest

from engine import Optimiser, Schedule, Settings
from engine.optimisers.written import written_epoch, written_optimiser, written_schedule


@pytest.mark.parametrize("optimiser", Optimiser)
def test_last_formula_moves_the_weights(optimiser: Optimiser) -> None:
    written = written_optimiser(optimiser)
    assert written.formulas[-1].startswith("W ← W − η·")
    assert written.source.startswith("torch.optim.")


@pytest.mark.parametrize("schedule", Schedule)
def test_schedules_have_a_formula(schedule: Schedule) -> None:
    written = written_schedule(schedule)
    assert written.formulas[0].startswith("ηₜ = ")
    assert written.source.startswith("torch.optim")


def test_plain_epoch_is_the_usual_one() -> None:
    assert written_epoch(Settings()) == "W ← W − η·δW"


def test_scheduled_epoch_has_its_rate() -> None:
    settings = Settings(optimiser="nesterov", schedule="inverse")
    formulas = "ηₜ = η/(1 + k·t);  b ← β·b + δW;  W ← W − ηₜ·(δW + β·b)"
    assert written_epoch(settings) == formulas
