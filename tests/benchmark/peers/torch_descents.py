"""The optimisers of torch with torch.autograd, epoch by epoch, on one thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine import Settings
from engine.optimisers.kinds import Schedule

from ..task import Array, Run, Task

if TYPE_CHECKING:
    from torch import Tensor
    from torch.optim import Optimizer


def prepare(task: Task, settings: Settings) -> Run:
    """Return the descent on tensors, as the optimiser of the settings makes it at one η."""
    import torch
    from torch.nn.functional import mse_loss

    torch.set_num_threads(1)
    A, y, start = torch.from_numpy(task.A), torch.from_numpy(task.y), torch.from_numpy(task.w)

    def run(epochs: int) -> Array:
        w = start.clone().requires_grad_()
        optimiser, losses = optimiser_of([w], settings), []
        for _ in range(epochs + 1):
            optimiser.zero_grad()
            loss = mse_loss(A @ w, y)
            loss.backward()
            losses.append(loss.detach())
            optimiser.step()
        values: Array = torch.stack(losses).numpy()
        return values

    return run


def optimiser_of(weights: "list[Tensor]", settings: Settings) -> "Optimizer":
    """Return the optimiser of torch with the numbers of the settings."""
    from torch import optim

    assert settings.schedule is Schedule.CONSTANT
    rate = settings.fixed_learning_rate
    betas = settings.beta1, settings.beta2
    made: dict[str, Callable[[], Optimizer]] = {
        "rmsprop": lambda: optim.RMSprop(weights, rate, alpha=settings.alpha, eps=settings.epsilon),
        "adam": lambda: optim.Adam(weights, rate, betas=betas, eps=settings.epsilon),
        "adamw": lambda: optim.AdamW(
            weights, rate, betas=betas, eps=settings.epsilon, weight_decay=settings.weight_decay
        ),
        "adagrad": lambda: optim.Adagrad(weights, rate, eps=settings.epsilon),
    }
    return made[settings.optimiser.value]()
