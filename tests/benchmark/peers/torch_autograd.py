"""Reverse mode with torch.autograd, epoch by epoch."""

from ..task import Array, Run, Task

THREADS = 2


def prepare(task: Task) -> Run:
    """Return the descent on tensors."""
    import torch
    from torch.nn.functional import mse_loss

    torch.set_num_threads(THREADS)
    A, y, start = torch.from_numpy(task.A), torch.from_numpy(task.y), torch.from_numpy(task.w)

    def run(epochs: int) -> Array:
        w, losses = start.clone().requires_grad_(), []
        for _ in range(epochs + 1):
            loss = mse_loss(A @ w, y)
            (gradient,) = torch.autograd.grad(loss, w)
            losses.append(loss.detach())
            with torch.no_grad():
                w.sub_(gradient, alpha=task.learning_rate)
        values: Array = torch.stack(losses).numpy()
        return values

    return run
