"""Write tests/data/torch_optimisers.json anew, with torch: runs of torch.optim on given slopes.

python3 -m tests.benchmark.peers.torch_optimisers > tests/data/torch_optimisers.json
"""

import json
import sys

import torch
from torch.optim.lr_scheduler import LRScheduler

from tests.engine.optimisers.given_slopes import (
    EPOCHS,
    MARKED,
    OPTIMISERS,
    RATE,
    SCHEDULES,
    START,
    slopes,
)


def optimiser_of(name: str, weights: list[torch.Tensor]) -> torch.optim.Optimizer:
    """Return the optimiser of torch with our numbers."""
    given, optim = OPTIMISERS[name], torch.optim
    match name:
        case "plain":
            return optim.SGD(weights, RATE)
        case "heavy ball":
            return optim.SGD(
                weights, RATE, momentum=given["momentum"], dampening=given["dampening"]
            )
        case "nesterov":
            return optim.SGD(weights, RATE, momentum=given["momentum"], nesterov=True)
        case "rmsprop":
            return optim.RMSprop(weights, RATE, alpha=given["alpha"], eps=given["epsilon"])
        case "adam":
            betas = (given["beta1"], given["beta2"])
            return optim.Adam(weights, RATE, betas=betas, eps=given["epsilon"])
        case "adamw":
            return optim.AdamW(weights, RATE, weight_decay=given["weight_decay"])
    return optim.Adagrad(weights, RATE, eps=given["epsilon"])


def schedule_of(name: str, optimiser: torch.optim.Optimizer) -> LRScheduler:
    """Return the scheduler of torch with our numbers."""
    given, schedulers = SCHEDULES[name], torch.optim.lr_scheduler
    match name:
        case "step":
            return schedulers.StepLR(optimiser, given["schedule_every"], given["schedule_factor"])
        case "exponential":
            return schedulers.ExponentialLR(optimiser, given["schedule_factor"])
        case "cosine":
            return schedulers.CosineAnnealingLR(
                optimiser, given["schedule_epochs"], given["schedule_least"]
            )
        case "inverse":
            decay = given["schedule_rate"]
            return schedulers.LambdaLR(optimiser, lambda epoch: 1 / (1 + decay * epoch))
    return schedulers.ConstantLR(optimiser, 1.0, 0)


def run(name: str, schedule: str) -> list[list[float]]:
    """Return W at the marked epochs, and the sum of W over all of them."""
    W = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimiser = optimiser_of(name, [W])
    scheduler = schedule_of(schedule, optimiser)
    kept, total = [], torch.zeros(len(START), dtype=torch.float64)
    for epoch, slope in enumerate(slopes(), start=1):
        W.grad = torch.tensor(slope[:, 0])
        optimiser.step()
        scheduler.step()
        total += W.detach()
        if epoch in MARKED:
            kept.append(W.detach().tolist())
    return [*kept, total.tolist()]


def main() -> None:
    """Print the file."""
    runs = {
        f"{name}, {schedule}": run(name, schedule) for name in OPTIMISERS for schedule in SCHEDULES
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in runs.items())
    source = (
        f"torch.optim of PyTorch {torch.__version__} in float64, on the slopes of "
        f"tests/engine/optimisers/given_slopes.py: W at epochs {MARKED}, and its sum over {EPOCHS}"
    )
    sys.stdout.write(f'{{"source": {json.dumps(source)},\n "runs": {{\n{lines}\n}}}}\n')


if __name__ == "__main__":
    main()
