"""The tails of Student's t and of Fisher's F, and the quantiles of t."""

import math
import sys

from .beta import beta_tail, log_beta

MOST_STEPS = 200
LARGEST = sys.float_info.max


def two_sided_p(t: float, degrees: int) -> float:
    """Return how likely a t at least as far from 0 is if the weight is 0; NaN of a NaN.

    Parameters
    ----------
    t : float
        The weight over its standard error.
    degrees : int
        Degrees of freedom, at least 1.

    Notes
    -----
    I_x(ν/2, ½) with x = ν/(ν + t²): Abramowitz and Stegun, 26.7.1 and 26.5.27.
    """
    if math.isnan(t):
        return math.nan
    size = abs(t)
    if size > 1e150:  # its square overflows: x is ν/t²
        below, above = degrees / size / size, 1.0
    else:
        whole = degrees + size * size
        below, above = degrees / whole, size * size / whole
    return beta_tail(degrees / 2, 0.5, below, above)


def f_tail(f: float, above: int, below: int) -> float:
    """Return how likely an F at least as large is if no column matters; NaN of a NaN.

    Parameters
    ----------
    f : float
        The explained mean square over the unexplained one; 0 or more, inf allowed.
    above, below : int
        The degrees of freedom of the two, at least 1.

    Notes
    -----
    I_x(ν₂/2, ν₁/2) with x = ν₂/(ν₂ + ν₁·F): Abramowitz and Stegun, 26.6.2.
    """
    if math.isnan(f):
        return math.nan
    if math.isinf(f):
        return 0.0
    ratio = above / below * f
    return beta_tail(below / 2, above / 2, 1 / (1 + ratio), ratio / (1 + ratio))


def t_quantile(level: float, degrees: int) -> float:
    """Return the t within ±t of which a share ``level`` of all lies.

    Parameters
    ----------
    level : float
        Between 0 and 1, for example 0.95.
    degrees : int
        Degrees of freedom, at least 1.

    Notes
    -----
    Newton's method on log p against log t, which is nearly straight in the tail, held within
    bounds that each step narrows.
    """
    wanted = 1.0 - level
    low, high = 0.0, LARGEST
    t = 1.0
    for _ in range(MOST_STEPS):
        p = two_sided_p(t, degrees)
        low, high = (t, high) if p > wanted else (low, t)
        following = _newton(t, p, wanted, degrees) if p > 0 else low
        if not low < following < high:
            following = (low + min(high, 1e3 * max(low, 1.0))) / 2
        if abs(following - t) <= 2 * sys.float_info.epsilon * t:
            return following
        t = following
    return t


def _newton(t: float, p: float, wanted: float, degrees: int) -> float:
    """Return where the tail is ``wanted`` if log p is straight in log t from here."""
    density = -(degrees + 1) / 2 * math.log1p(t * t / degrees)
    density -= log_beta(degrees / 2, 0.5) + 0.5 * math.log(degrees)
    steepness = 2 * math.exp(density) * t / p  # −d log p/d log t: dp/dt is twice the density
    step = math.log(p / wanted) / steepness if steepness > 0 else math.inf
    return t * math.exp(min(max(step, -50.0), 50.0))
