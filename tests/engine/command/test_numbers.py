import argparse

import pytest

from engine.command.numbers import number, whole


def test_numbers_as_in_a_field() -> None:
    assert (number("1,5e-3"), whole("1e3")) == (0.0015, 1000)


@pytest.mark.parametrize(("text", "read"), [("x", number), ("1.5", whole), ("", whole)])
def test_other_texts_are_refused(text: str, read: object) -> None:
    assert callable(read)
    with pytest.raises(argparse.ArgumentTypeError):
        read(text)
