"""The difference quotients, and the two forms in which they are evaluated."""

from collections.abc import Sequence
from enum import StrEnum

from .errors import BadSetting
from .language.lists import one_of
from .matrix import Matrix

StepSizes = float | Matrix
"""The step h as numbers: one for all weights, or one for each, shape (j,)."""


class Difference(StrEnum):
    """A difference quotient: central, forward or backward."""

    CENTRAL = "central"
    FORWARD = "forward"
    BACKWARD = "backward"

    @property
    def sides(self) -> tuple[int, ...]:
        """The sides of w_k on which the loss is evaluated: +1 for w_k + h, −1 for w_k − h."""
        return {"central": (1, -1), "forward": (1,), "backward": (-1,)}[self.value]

    def ends(self, moved: Sequence[Matrix] | Matrix, here: Matrix) -> tuple[Matrix, Matrix]:
        """Return the end ahead and the end behind, given one entry per side and the one at w_k."""
        if self is Difference.CENTRAL:
            return moved[0], moved[1]
        return (moved[0], here) if self is Difference.FORWARD else (here, moved[0])

    @classmethod
    def _missing_(cls, value: object) -> "Difference":
        raise BadSetting("difference", value, one_of(list(cls)))


class Form(StrEnum):
    """Whether the definition is evaluated weight by weight, or for all weights at once."""

    LITERAL = "literal"
    VECTORISED = "vectorised"

    @classmethod
    def _missing_(cls, value: object) -> "Form":
        raise BadSetting("form", value, one_of(list(cls)))
