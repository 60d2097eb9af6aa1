from engine import Difference
from engine.limit.regions import LimitTheory, Region, Span

from .loss_places import loss_place
from .places import place


def test_theories_share_their_regions() -> None:
    for theory in (place("Longley", "ones").theory(0), loss_place("logistic").theory(0)):
        assert isinstance(theory, LimitTheory)
        for difference in Difference:
            spans = theory.regions(difference)
            assert [span.smallest for span in spans[:-1]] == [span.largest for span in spans[1:]]
            assert theory.region_at(1e-300, difference) is spans[-1].region


def test_spans_are_told_by_value() -> None:
    assert Span(Region.KINKS, 2.0, 1.0) == Span(Region.KINKS, 2.0, 1.0)
