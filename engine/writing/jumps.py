"""The loop of a program that takes many epochs at once, where one by one would take hours."""

from ..difference import Difference
from ..settings import Precision, Settings

_JUMPS = """\
# {epochs} epochs, one by one, would take hours. Along each right singular vector v of A, with the
# curvature λ = 2σ²/N, an epoch multiplies the slope by 1 − η·λ, so t epochs move W along v by
# (1 − (1 − η·λ)^t)/λ times the slope. The slopes are still the quotients above, taken afresh at
# each jump, and each jump is twice as long as the one before.
_, sigma, V = np.linalg.svd(A, full_matrices=False)
seen = sigma > max(A.shape) * np.finfo(float).eps * sigma[0]  # what is below is rounding
sigma, V = sigma[seen], V[seen]
curvature = 2 * sigma**2 / len(A)
shrinking = learning_rate * curvature
epoch, jump = 0, 1
while epoch < epochs:
    jump = min(jump, epochs - epoch)
    left = np.where(
        shrinking < 0.5,
        -np.expm1(jump * np.log1p(-np.minimum(shrinking, 0.5))),
        1 - (1 - shrinking) ** float(jump),
    )
    W = W - V.T @ ((left / curvature)[:, np.newaxis] * (V @ gradient(W)))
    epoch, jump = epoch + jump, 2 * jump
    print(f"Loss ({{epoch}}):", loss(W))"""


def can_jump(settings: Settings) -> bool:
    """Return whether many epochs of these settings have a closed form that a program can hold."""
    is_parabola = settings.formula is None and settings.is_plain
    is_central = settings.difference is Difference.CENTRAL
    return is_parabola and is_central and settings.precision is Precision.DOUBLE


def jumping_loop(epochs: int) -> str:
    """Return the lines that follow so many epochs of plain descent, from A, W and the quotients."""
    return _JUMPS.format(epochs=f"{epochs:,}" if epochs < 10**9 else f"{float(epochs):g}")
