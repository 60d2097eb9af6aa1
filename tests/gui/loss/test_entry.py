"""What was typed as a loss, read as changes of the settings."""

import pytest

from engine import Settings
from engine.errors import BadSetting
from engine.formula.errors import BadFormula
from engine.formula.ready import ReadyLoss
from gui.loss.entry import read_loss
from gui.text.loss_texts import NAMES, written_loss


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("mean square", {"loss": "mean square"}),
        ("  Mean   ABSOLUTE ", {"loss": "mean absolute"}),
        ("huber", {"loss": "huber"}),
        ("Huber 1.5", {"loss": "huber", "delta": 1.5}),
        ("Huber, δ = 1.5", {"loss": "huber", "delta": 1.5}),
        ("huber delta=2e-3", {"loss": "huber", "delta": 2e-3}),
        ("log-cosh", {"loss": "log-cosh"}),
        ("quantile 0.9", {"loss": "quantile", "quantile": 0.9}),
        ("mean(|Y − P|)", {"loss": "mean(|Y − P|)"}),
        ("1\u202f000·mean(|Y − P|)", {"loss": "1\u202f000·mean(|Y − P|)"}),
        ("  mean(|Y\n\t − P|)\u00a0\n", {"loss": "mean(|Y − P|)"}),
    ],
)
def test_loss_is_read(text: str, changes: dict[str, float | str]) -> None:
    assert read_loss(text, Settings()) == changes


@pytest.mark.parametrize("loss", ReadyLoss)
def test_shown_loss_can_be_typed(loss: ReadyLoss) -> None:
    settings = Settings(loss=loss.value, delta=1.345, quantile=0.1)
    changes = read_loss(written_loss(settings), Settings())
    assert changes["loss"] == loss.value
    assert changes.get("delta", 1.345) == 1.345
    assert changes.get("quantile", 0.1) == 0.1
    assert NAMES[loss].split(",")[0] in written_loss(settings)


def test_mistake_has_its_place() -> None:
    with pytest.raises(BadFormula) as caught:
        read_loss("mean(Y − W)", Settings())
    assert (caught.value.start, caught.value.end) == (5, 10)


@pytest.mark.parametrize("text", ["quantile 2", "huber 0", "Huber, δ = -1", "quantile −0.5"])
def test_number_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(BadSetting):
        read_loss(text, Settings())
