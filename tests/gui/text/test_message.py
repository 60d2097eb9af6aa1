from gui.text.message import MessageKind


def test_message_kinds_have_own_marks() -> None:
    marks = [kind.value for kind in MessageKind]
    assert len(set(marks)) == len(marks)
