"""Heavy ball by reverse-mode differentiation in a compiled scan."""

from typing import Any

from ..task import MOMENTUM, Array, Run, Task

Traced = Any
"""A value that JAX traces; Any, because mypy must not need JAX."""


def prepare(task: Task) -> Run:
    """Return the scan; JAX compiles it at the first run of each length."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    jax.config.update("jax_enable_x64", True)
    A, y, start = jnp.asarray(task.A), jnp.asarray(task.y), jnp.asarray(task.w)

    def loss(w: Traced, A: Traced, y: Traced) -> Traced:
        return jnp.mean((y - A @ w) ** 2)

    def descend(A: Traced, y: Traced, start: Traced, epochs: int) -> Traced:
        def step(state: Traced, _: None) -> tuple[Traced, Traced]:
            w, buffer = state
            value, gradient = jax.value_and_grad(loss)(w, A, y)
            buffer = MOMENTUM * buffer + gradient
            return (w - task.learning_rate * buffer, buffer), value

        return jax.lax.scan(step, (start, jnp.zeros_like(start)), length=epochs + 1)[1]

    compiled = jax.jit(descend, static_argnames="epochs")

    def run(epochs: int) -> Array:
        return np.asarray(compiled(A, y, start, epochs=epochs).block_until_ready())

    return run
