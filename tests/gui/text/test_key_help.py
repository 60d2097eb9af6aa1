"""Keys as a person reads them."""

import pytest

from gui.text.key_help import KeyHelp, KeyLine


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("Left", "Right"), "←, →"),
        (("Shift+Up",), "Shift+↑"),
        (("Return", "Enter"), "Enter"),
        (("+", "=", "-"), "+, =, −"),
        (("PgUp", "PgDown"), "PgUp, PgDn"),
        (("Ctrl+Shift+Tab",), "Ctrl+Shift+Tab"),
    ],
)
def test_keys_are_read_as_written(keys: tuple[str, ...], shown: str) -> None:
    assert KeyLine(keys, "Go").shown == shown


def test_another_line_keeps_the_others() -> None:
    first, second = KeyLine(("Up",), "Up"), KeyLine(("Alt+Down",), "Open")
    both = KeyHelp("In a number", (first,)).with_line(second)
    assert (both.title, both.lines) == ("In a number", (first, second))
    assert both.keys == {"Up", "Alt+Down"}
