"""Whether the slopes that a descent followed are the exact ones, and to how many digits each is."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from ..errors import WrongArgument
from ..language.sentence import marked
from ..matrix import Matrix

# Of six digits, which a table of weights shows, all are right.
AGREES_WITHIN = 1e-6
# A hundredth of a slope is seen in any plot.
ROUNDED_WITHIN = 1e-2
MOST_DIGITS = 16.0


class SlopeAgreement(Enum):
    """Whether a slope by a quotient is the exact one; the values are sentences."""

    AGREES = "The quotient agrees with the exact slope."
    ROUNDED = "The quotient differs from the exact slope by rounding."
    WRONG = "The quotient is not the exact slope."


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The slopes of a descent beside the exact ones.

    Attributes
    ----------
    verdicts : tuple of SlopeAgreement
        One for each weight.
    digits : ndarray, shape (j,)
        How many decimal digits of each slope are right, from 0 to 16; NaN if the slope is 0 to
        rounding, so that it has none.
    """

    verdicts: tuple[SlopeAgreement, ...]
    digits: Matrix

    @property
    def worst_digits(self) -> int | None:
        """How many whole digits of the worst slope are right; None if every slope is 0."""
        known = self.digits[~np.isnan(self.digits)]
        return int(known.min()) if len(known) else None

    @property
    def worst(self) -> SlopeAgreement:
        """The verdict on the worst weight."""
        return max(self.verdicts, key=list(SlopeAgreement).index)


def agreeing_digits(
    gradient: ArrayLike,
    exact: ArrayLike,
    floor: ArrayLike = 0.0,
    at_rest: ArrayLike = 0.0,
    beside_zero: ArrayLike = 0.0,
) -> GradientCheck:
    """Compare slopes by quotients with the exact ones.

    Parameters
    ----------
    gradient : array_like, shape (j, 1) or (j,)
        δW, by quotients; NaN if there is none.
    exact : array_like, shape (j, 1) or (j,)
        The exact slopes, in the same units.
    floor : array_like, optional
        Up to what size a slope, and a difference of two, may be rounding alone: one number, or one
        for each weight. See ``ExactGradient.floor``.
    at_rest : array_like, optional
        Up to what size both slopes are 0 to rounding at the optimum, also by the quotients.
    beside_zero : array_like, optional
        Up to what size a quotient is 0 to rounding if the exact slope is 0 to its own, by the
        floor: as |Y − P| has it between its kinks.

    Returns
    -------
    GradientCheck
        A slope AGREES if its relative error is at most 1e-6. It is ROUNDED if that is at most 1e-2,
        or the difference is within the floor, or both slopes are 0 to rounding; otherwise it is
        WRONG.
        The right digits are −log10 of the relative error.

    Raises
    ------
    WrongArgument
        If the two are not of the same number of weights.

    Examples
    --------
    >>> check = agreeing_digits([2.0, 3.0001], [2.0, 3.0])
    >>> check.worst_digits, [verdict.name for verdict in check.verdicts]
    (4, ['AGREES', 'ROUNDED'])
    """
    found = np.asarray(gradient, dtype=np.float64)
    true = np.asarray(exact, dtype=np.float64)
    if found.size != true.size:
        raise WrongArgument(
            "agreeing_digits", "exact", true, marked("engine", "give as many slopes as δW has")
        )
    found, true = found.ravel(), true.ravel()
    least = np.broadcast_to(np.asarray(floor, dtype=np.float64).ravel(), true.shape)
    with np.errstate(all="ignore"):
        off = np.where(found == true, 0.0, np.abs(found - true))
        share = np.where(off == 0, 0.0, off / np.abs(true))
        digits = np.clip(-np.log10(share), 0.0, MOST_DIGITS)
    share = np.where(np.isnan(share), np.inf, share)
    resting, zero = (
        np.broadcast_to(np.asarray(each, dtype=np.float64).ravel(), true.shape)
        for each in (at_rest, beside_zero)
    )
    rests = (np.abs(found) <= resting) & (np.abs(true) <= resting) & (off > 0)
    rests |= (np.abs(found) <= zero) & (np.abs(true) <= least) & (off > 0)
    is_rounding = ((off <= least) & np.isfinite(off)) | rests
    digits = np.where(np.isnan(digits), 0.0, digits)
    is_zero = rests | (is_rounding & (np.abs(true) <= least) & (off > 0))
    digits = np.where(is_zero, np.nan, digits)
    verdicts = [
        SlopeAgreement.AGREES
        if part <= AGREES_WITHIN
        else SlopeAgreement.ROUNDED
        if part <= ROUNDED_WITHIN or within
        else SlopeAgreement.WRONG
        for part, within in zip(share.tolist(), is_rounding.tolist(), strict=True)
    ]
    return GradientCheck(tuple(verdicts), digits)
