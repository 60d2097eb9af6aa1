from gui.tone import Tone


def test_tones_are_told_apart_without_colour() -> None:
    marks = [tone.value for tone in Tone]
    assert len(set(marks)) == len(marks)
