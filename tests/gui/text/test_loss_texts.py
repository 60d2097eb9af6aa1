"""What losses are called."""

from engine import Settings
from engine.formula.ready import ReadyLoss
from gui.text.loss_texts import BRIEF, NAMES, TIPS, brief_loss, entry_of, written_loss


def test_every_ready_loss_is_named() -> None:
    assert set(NAMES) == set(TIPS) == set(BRIEF) == set(ReadyLoss)


def test_formula_has_a_brief_word() -> None:
    assert brief_loss(Settings(loss="mean(|Y − P|^1.5)")) == "formula"
    assert brief_loss(Settings(loss="mean absolute")) == "MAE"


def test_numbers_stand_behind_names() -> None:
    settings = Settings(loss="quantile", quantile=0.9, delta=1.345)
    assert written_loss(settings) == "quantile 0.9"
    assert entry_of(ReadyLoss.HUBER, settings) == "Huber, δ = 1.345"
    assert written_loss(Settings(loss="mean(|Y-P|)")) == "mean(|Y-P|)"
