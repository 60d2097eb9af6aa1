"""How the agreement of a quotient with the exact slope is marked in its cell."""

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from ...text.message import MessageKind
from ...text.translation import translate

if TYPE_CHECKING:
    from engine.limit.slope_check import GradientCheck, SlopeAgreement


class Agreement(Enum):
    """Whether a quotient is the exact slope; the values are the marks in the cells."""

    AGREES = MessageKind.GOOD
    ROUNDED = MessageKind.WARNING
    WRONG = MessageKind.FAULT

    @property
    def mark(self) -> str:
        """The mark in a cell, which needs no colour."""
        return str(self.value.value)

    @property
    def words(self) -> str:
        """What the mark says."""
        return _WORDS[self]

    @classmethod
    def of(cls, verdict: "SlopeAgreement") -> "Agreement":
        """Return the mark of a verdict."""
        return cls[verdict.name]

    @classmethod
    def of_weight(cls, check: "GradientCheck", weight: int) -> "Agreement | None":
        """Return the mark of one quotient; None if its slope is 0 to rounding, as it should be."""
        return None if np.isnan(check.digits[weight]) else cls.of(check.verdicts[weight])

    @classmethod
    def of_worst(cls, check: "GradientCheck") -> "Agreement | None":
        """Return the mark of the worst quotient; None if every slope is 0 to rounding."""
        found = {cls.of_weight(check, weight) for weight in range(len(check.verdicts))}
        return next((each for each in reversed(cls) if each in found), None)


_WORDS = {
    Agreement.AGREES: translate("tables", "agrees"),
    Agreement.ROUNDED: translate("tables", "rounding visible"),
    Agreement.WRONG: translate("tables", "wrong"),
}
