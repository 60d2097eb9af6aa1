"""Heavy ball with torch.optim.SGD and autograd, epoch by epoch."""

from ..task import MOMENTUM, Array, Run, Task
from .torch_autograd import THREADS


def prepare(task: Task) -> Run:
    """Return the descent on tensors."""
    import torch
    from torch.nn.functional import mse_loss

    torch.set_num_threads(THREADS)
    A, y, start = torch.from_numpy(task.A), torch.from_numpy(task.y), torch.from_numpy(task.w)

    def run(epochs: int) -> Array:
        w, losses = start.clone().requires_grad_(), []
        optimiser = torch.optim.SGD([w], task.learning_rate, momentum=MOMENTUM)
        for _ in range(epochs + 1):
            optimiser.zero_grad()
            loss = mse_loss(A @ w, y)
            loss.backward()
            losses.append(loss.detach())
            optimiser.step()
        values: Array = torch.stack(losses).numpy()
        return values

    return run
