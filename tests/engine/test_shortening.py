from hypothesis import given
from hypothesis import strategies as st

from engine.shortening import LONGEST, shortened


@given(st.text(), st.integers(1, 20))
def test_a_text_is_cut_only_where_it_is_too_long(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text if len(text) <= longest else text.startswith(short.removesuffix("…"))


def test_what_is_left_out_is_seen() -> None:
    assert shortened("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"
