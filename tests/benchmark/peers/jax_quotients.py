"""All central quotients of a loss at once, compiled: one vmap over the weights."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import Problem

from ..task import Array

Traced = Any
"""A value that JAX traces; Any, because mypy must not need JAX."""


def prepare(problem: Problem, h: float, loss: str) -> Callable[[], Array]:
    """Return what evaluates the quotients of "|e|^1.5" or "log-cosh" at the problem's W."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    A, Y, W = (jnp.asarray(each) for each in (problem.A, problem.Y, problem.W))
    steps = jnp.eye(len(W)) * h

    def elementwise(residual: Traced) -> Traced:
        size = jnp.abs(residual)
        if loss == "|e|^1.5":
            return size**1.5
        return size + jnp.log1p(jnp.exp(-2 * size)) - jnp.log(2.0)

    def value(W: Traced) -> Traced:
        return jnp.mean(elementwise(A @ W - Y))

    def quotient(W: Traced, step: Traced) -> Traced:
        return (value(W + step[:, None]) - value(W - step[:, None])) / (2 * h)

    compiled = jax.jit(lambda W: jax.vmap(lambda step: quotient(W, step))(steps))
    return lambda: np.asarray(compiled(W).block_until_ready()).reshape(-1, 1)
