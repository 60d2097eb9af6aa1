from engine.losses import only_mean_square
from engine.losses.only_mean_square import EVERY_ROW_ALONE

SENTENCES = {
    name: text
    for name, text in vars(only_mean_square).items()
    if name.isupper() and name != "EVERY_ROW"
}


def test_sentences_are_whole() -> None:
    assert len(SENTENCES) == 7
    for text in SENTENCES.values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "-" not in text


def test_note_is_one_sentence() -> None:
    assert EVERY_ROW_ALONE == (
        "Jumping by formula serves the mean square only: this loss takes every epoch on all rows."
    )
