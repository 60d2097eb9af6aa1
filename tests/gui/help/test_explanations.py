"""The texts of parts without a tool tip."""

import pytest

from gui.help.explanations import EXPLANATIONS, FORMULAE


@pytest.mark.parametrize("text", EXPLANATIONS.values())
def test_explanations_are_sentences(text: str) -> None:
    assert text[0].isupper()
    assert len(text) > 20
    assert "\n" not in text


def test_formulae_are_equations() -> None:
    assert [text for text in FORMULAE.values() if not {"=", "←"} & set(text)] == []
