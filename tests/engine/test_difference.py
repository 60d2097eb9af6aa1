import numpy as np
import pytest

from engine.difference import Difference, Form
from engine.errors import BadSetting

AHEAD, BEHIND, HERE = (np.array([value]) for value in (1.0, 2.0, 3.0))


def test_central_uses_both_sides() -> None:
    assert Difference.CENTRAL.sides == (1, -1)
    assert Difference.CENTRAL.ends([AHEAD, BEHIND], HERE) == (AHEAD, BEHIND)


def test_one_sided_uses_weight_itself() -> None:
    assert Difference.FORWARD.sides == (1,)
    assert Difference.FORWARD.ends([AHEAD], HERE) == (AHEAD, HERE)
    assert Difference.BACKWARD.sides == (-1,)
    assert Difference.BACKWARD.ends([BEHIND], HERE) == (HERE, BEHIND)


@pytest.mark.parametrize("kind", [Difference, Form])
def test_unknown_difference_or_form_is_refused(kind: type[Difference] | type[Form]) -> None:
    with pytest.raises(BadSetting, match=" or "):
        kind("sideways")
