import pytest

from engine.verdict.wording import LONGEST
from gui.text.message import (
    DETAILS,
    Fix,
    Message,
    MessageKind,
    brief,
    details,
    first_sentence,
    in_brief,
)

REFUSED = "A, row 2, column 3: “abc” is not a number. Put a number there, such as 0.5 or 1e-3."
UNWRITABLE = (
    "/home/somebody/a/rather/long/folder/with/a/table.csv could not be written: the disk is full. "
    "Nothing was changed; choose another place."
)


def test_message_kinds_have_own_marks() -> None:
    marks = [kind.value for kind in MessageKind]
    assert len(set(marks)) == len(marks)
    assert len({kind.spoken for kind in MessageKind}) == len(marks)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("1.5 is one number. Two.", "1.5 is one number."),
        ("a.csv, line 3: no. Two.", "a.csv, line 3: no."),
        ("“Saved.” Two.", "“Saved.”"),
        ("No end", "No end"),
        ("Writing… Esc cancels.", "Writing…"),
    ],
)
def test_first_sentence_ends_at_point(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Short. Both stay.", "Short. Both stay."),
        ("Two\nlines.", "Two lines."),
        (REFUSED, "A, row 2, column 3: “abc” is not a number."),
        (
            UNWRITABLE,
            "/home/someb…a/table.csv could not be written: the disk is full.",
        ),
        ("one two three four " * 6, f"{'one two three four ' * 3}one two three…"),
    ],
)
def test_text_is_cut_to_one_line(text: str, line: str) -> None:
    assert brief(text) == line
    assert len(line) <= LONGEST


def test_long_message_offers_details() -> None:
    short = in_brief(Message(MessageKind.FAULT, REFUSED))
    assert short.text == "A, row 2, column 3: “abc” is not a number."
    assert short.fix == details(REFUSED)
    assert short.fix.label == DETAILS
    assert short.detail == REFUSED
    assert in_brief(short) == short


@pytest.mark.parametrize("sign", ["\u202e", "\x00", "\u2028", "\ud800"])
def test_unprintable_text_offers_no_nothing(sign: str) -> None:
    short = in_brief(Message(MessageKind.FAULT, f"“{sign}12” is not a shape."))
    assert short.text
    assert short.fix is None or short.fix.details


def test_details_have_no_nul() -> None:
    message = in_brief(Message(MessageKind.FAULT, "a\0b: it is one.\nIt has two lines."))
    assert message.fix is not None
    assert message.fix.details == message.detail == "a b: it is one.\nIt has two lines."


def test_own_remedy_is_kept() -> None:
    fix = Fix("Undo", {}, action="undo")
    short = in_brief(Message(MessageKind.WARNING, UNWRITABLE, fix, "More."))
    assert short.fix is fix
    assert short.detail == f"{UNWRITABLE}\nMore."


def test_work_in_progress_has_no_details() -> None:
    assert in_brief(Message(MessageKind.GOING, f"Writing {'x' * 90}…")).fix is None


@pytest.mark.parametrize(
    ("message", "passes"),
    [
        (Message(MessageKind.GOOD, "Saved to a.secant."), True),
        (Message(MessageKind.GOOD, f"Saved to /{'folder/' * 20}a.secant."), True),
        (Message(MessageKind.QUIET, "Nothing was pasted."), True),
        (Message(MessageKind.QUIET, f"Pasted 3×3 numbers. {'Column 1 was left out. ' * 4}"), False),
        (Message(MessageKind.QUIET, "Y was not pasted.", Fix("Use last", {})), False),
        (Message(MessageKind.WARNING, "Run first."), False),
        (Message(MessageKind.FAULT, "The disk is full."), False),
        (Message(MessageKind.GOING, "Saving…"), False),
    ],
)
def test_one_success_passes(message: Message, passes: bool) -> None:
    assert message.is_passing is passes
