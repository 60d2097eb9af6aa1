from hypothesis import given
from hypothesis import strategies as st

from engine.shortening import LONGEST, shortened


@given(st.text(), st.integers(1, 20))
def test_only_long_text_is_cut(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text if len(text) <= longest else text.startswith(short.removesuffix("…"))


def test_cut_text_ends_with_ellipsis() -> None:
    assert shortened("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"
