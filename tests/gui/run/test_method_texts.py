"""Texts about the methods."""

from engine import Method
from gui.run.method_texts import DESCRIPTIONS, explained_method, method_text

from ..frames import frame_of


def test_every_method_has_its_description() -> None:
    assert set(DESCRIPTIONS) == set(Method)
    assert len(set(DESCRIPTIONS.values())) == len(Method)


def test_frame_names_its_method() -> None:
    frame = frame_of(5, 1.0, 1.0, method=Method.MODES)
    assert method_text(frame) == "modes"
    assert explained_method(frame) == f"{DESCRIPTIONS[Method.MODES]}."


def test_fallback_is_shown_with_reason() -> None:
    frame = frame_of(5, 1.0, 1.0, fallback="at this h, the quotients are mostly rounding error")
    assert method_text(frame) == "literal: at this h, the quotients are mostly rounding error"
    assert "because at this h, the quotients" in explained_method(frame)
