import pickle

import pytest

from engine import EngineError
from engine.formula.errors import BadFormula, Mistake
from engine.shortening import LONGEST

LONG = "a_name_that_is_very_long_indeed_and_fits_no_line_of_any_strip"


@pytest.mark.parametrize("mistake", Mistake)
def test_mistake_says_a_sentence(mistake: Mistake) -> None:
    error = BadFormula(mistake, 3, 5, text=LONG, count=2000)
    assert isinstance(error, EngineError)
    assert str(error).endswith(".")
    assert "{" not in str(error)
    assert len(error.short) <= LONGEST
    assert LONG not in str(error)


def test_mistake_keeps_place_and_offer() -> None:
    error = BadFormula(Mistake.UNKNOWN_NAME, 5, 6, text="y", offer="mean(Y)")
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.mistake, twin.start, twin.end) == (Mistake.UNKNOWN_NAME, 5, 6)
    assert (twin.text, twin.offer, str(twin)) == ("y", "mean(Y)", str(error))
    assert "“y” is not known" in str(error)


def test_counts_are_grouped() -> None:
    assert "2,000 characters" in str(BadFormula(Mistake.TOO_LONG, 0, 1, count=2000))
