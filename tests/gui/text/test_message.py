from gui.text.message import MessageKind


def test_tones_are_told_apart_without_colour() -> None:
    marks = [tone.value for tone in MessageKind]
    assert len(set(marks)) == len(marks)
