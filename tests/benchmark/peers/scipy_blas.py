"""The analytic gradient with SciPy's BLAS: two products per epoch, in place."""

import numpy as np

from ..task import Array, Run, Task


def prepare(task: Task) -> Run:
    """Return the descent on arrays, with A in Fortran order."""
    from scipy.linalg.blas import ddot, dgemv

    columns, y, start = task.A.T, task.y, task.w
    pull = 2 * task.learning_rate / len(y)

    def run(epochs: int) -> Array:
        w, residual, losses = start.copy(), np.empty_like(y), np.empty(epochs + 1)
        for epoch in range(epochs + 1):
            residual[:] = y
            residual = dgemv(-1.0, columns, w, 1.0, residual, trans=1, overwrite_y=1)
            losses[epoch] = ddot(residual, residual) / len(y)
            w = dgemv(pull, columns, residual, 1.0, w, overwrite_y=1)
        return losses

    return run
