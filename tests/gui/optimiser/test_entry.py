"""What was typed as an optimiser, read as changes of the settings."""

import pytest

from engine import Optimiser, Settings
from engine.errors import BadNumber, BadSetting
from engine.shortening import LONGEST
from gui.optimiser.entry import changes_to, mistake_place, read_optimiser
from gui.optimiser.errors import TakesNoNumber, UnknownOptimiser
from gui.text.message import Message, MessageKind, in_brief, refusal
from gui.text.optimiser_texts import entry_of


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("plain", {"optimiser": "plain"}),
        ("SGD", {"optimiser": "plain"}),
        ("  Heavy   Ball ", {"optimiser": "heavy ball"}),
        ("momentum 0.5", {"optimiser": "heavy ball", "momentum": 0.5}),
        ("heavy ball, β = 0.95", {"optimiser": "heavy ball", "momentum": 0.95}),
        ("heavy ball momentum=0.95", {"optimiser": "heavy ball", "momentum": 0.95}),
        ("nesterov 0.95", {"optimiser": "nesterov", "momentum": 0.95}),
        ("Nesterov beta 1e-1", {"optimiser": "nesterov", "momentum": 0.1}),
        ("nesterov 0", {"optimiser": "nesterov", "momentum": 0.0}),
        ("rmsprop", {"optimiser": "rmsprop"}),
        ("adam", {"optimiser": "adam"}),
        ("AdamW", {"optimiser": "adamw"}),
        ("Ada-Grad", {"optimiser": "adagrad"}),
    ],
)
def test_optimiser_is_read(text: str, changes: dict[str, float | str]) -> None:
    assert read_optimiser(text, Settings()) == changes


@pytest.mark.parametrize("optimiser", Optimiser)
def test_shown_optimiser_can_be_typed(optimiser: Optimiser) -> None:
    settings = Settings(optimiser=optimiser, momentum=0.12345678901234567)
    changes = read_optimiser(entry_of(optimiser, settings), Settings())
    assert changes["optimiser"] == optimiser.value
    assert changes.get("momentum", settings.momentum) == settings.momentum


@pytest.mark.parametrize(
    ("text", "error", "wrong", "said"),
    [
        ("nesterof 0.9", UnknownOptimiser, "nesterof 0.9", "“nesterof 0.9” is no optimiser"),
        ("adams", UnknownOptimiser, "adams", "“adams” is no optimiser"),
        ("", UnknownOptimiser, "", "“” is no optimiser"),
        ("gradient boosting of many shallow trees", UnknownOptimiser, None, "is no optimiser"),
        ("nesterov 1.5", BadSetting, "1.5", "β must be"),
        ("nesterov, β = -0.1", BadSetting, "-0.1", "β must be"),
        ("heavy ball 0.9x", BadNumber, "0.9x", "0.9x"),
        ("adam 0.9", TakesNoNumber, "0.9", "Adam has no β"),
        ("plain 1", TakesNoNumber, "1", "plain has no β"),
    ],
)
def test_mistake_says_what_and_where(
    text: str, error: type[Exception], wrong: str | None, said: str
) -> None:
    with pytest.raises(error) as caught:
        read_optimiser(text, Settings())
    start, end = mistake_place(text)
    assert text[start:end] == (text if wrong is None else wrong)
    shown = in_brief(Message(MessageKind.FAULT, refusal(caught.value)))
    assert len(shown.text) <= LONGEST
    assert said in shown.text


def test_nesterov_dampens_nothing() -> None:
    dampened = Settings(optimiser="heavy ball", dampening=0.5)
    assert changes_to(Optimiser.NESTEROV, dampened) == {"optimiser": "nesterov", "dampening": 0.0}
    assert read_optimiser("nesterov", dampened)["dampening"] == 0
    assert changes_to(Optimiser.ADAM, dampened) == {"optimiser": "adam"}
