from gui.text.message import MessageKind


def test_kinds_differ_without_colour() -> None:
    marks = [kind.value for kind in MessageKind]
    assert len(set(marks)) == len(marks)
