from engine.losses import only_mean_square

SENTENCES = {
    name: text
    for name, text in vars(only_mean_square).items()
    if name.isupper() and name != "EVERY_ROW"
}


def test_sentences_are_whole() -> None:
    assert len(SENTENCES) == 9
    for text in SENTENCES.values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "-" not in text
