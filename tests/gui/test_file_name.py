import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.file_name import file_name


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Trial 2", "Trial 2"),
        ("y = sqrt(t)", "y = sqrt(t)"),
        ("A/B: which?", "A-B- which"),
        ("../../etc", "etc"),
        ("…", "…"),
        ("?*", "Untitled"),
        ("", "Untitled"),
        ("測" * 100, "測" * 60),
        ("a\ud800b", "ab"),
    ],
)
def test_name_becomes_file_name(name: str, file: str) -> None:
    assert file_name(name) == file


@given(st.text())
def test_any_name_gives_valid_file(name: str) -> None:
    made = file_name(name)
    assert made
    assert len(made.encode()) <= 180
    assert not set(made) & set('<>:"/\\|?*\0\n')
    assert made not in (".", "..")
