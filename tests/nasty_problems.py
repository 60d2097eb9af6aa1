"""Random nasty problems, each run and held against what is known of it without the verdict.

Run it as ``python3 -m tests.nasty_problems [COUNT] [SEED] [KIND]``; 3,000 take some minutes. It
prints each verdict that says too much, and each run whose ending is not the literal path's own, and
exits with status 1 if there is any. The kinds are ``usual``, ``steps`` with an h that is far too
large or too small, or vanishes, and ``columns`` with columns near the ends of float64.
"""

import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from engine import (
    Convergence,
    Frame,
    Matrix,
    Method,
    Optimum,
    Problem,
    Settings,
    StopReason,
    descend,
    learning_rate_limit,
    on_unit_columns,
    optimum,
    suggest_h,
)
from engine.step_size import with_fixed_steps
from engine.verdict.gap import Gap
from engine.verdict.judge import judge
from engine.verdict.verdict import Outcome, Verdict

from .engine.least_squares import exact_optimum

# Above it, the rank of a table is a matter of rounding.
LARGEST_CONDITION = 1e13
# The literal path is walked so far; a run that goes further is not compared.
MOST_WALKED = 20_000
# A run that takes longer is left out; it is counted.
MOST_SECONDS = 5.0
# Epochs of divergence and of forecasts agree to this.
EPOCHS_AGREE = 1e-4
DIFFERENCES = ("central", "forward", "backward")


@dataclass(frozen=True, eq=False)
class Case:
    """One problem and the settings it is run under."""

    seed: int
    problem: Problem
    settings: Settings


def drawn(seed: int) -> Case:
    """Draw a problem that is nasty in one or two ways, and settings that may be as well."""
    random = np.random.default_rng(seed)
    rows, weights = int(random.integers(1, 30)), int(random.integers(1, 7))
    A: Matrix = random.normal(size=(rows, weights))
    for _ in range(int(random.integers(1, 3))):
        A = _spoilt(A, random)
    Y: Matrix = A @ random.normal(size=(weights, 1))
    if random.random() < 0.6:
        noise = 10.0 ** random.uniform(-12, 0) * float(np.abs(Y).max() or 1.0)
        Y = Y + noise * random.normal(size=Y.shape)
    start = random.normal(size=(weights, 1)) if random.random() < 0.3 else np.zeros((weights, 1))
    problem = Problem(A, Y, start)
    return Case(seed, problem, _settings(problem, random))


# Where float64 ends, or its squares do, and what lies between.
EXPONENTS = (-323, -320, -310, -308, -300, -170, -154, 0, 0, 1, 150, 154, 290, 300, 307)


def drawn_step(seed: int) -> Case:
    """Draw a nasty problem whose h is far too large or too small, up to the ends of float64."""
    case, random = drawn(seed), np.random.default_rng([seed, 1])
    settings = replace(case.settings, h="fits")
    columns = on_unit_columns(case.problem) if settings.scale_columns else case.problem
    fits = suggest_h(columns, settings.difference, settings.precision)
    factor = 10.0 ** float(random.choice([-1, 1, 1]) * random.uniform(3, 20))
    h = float(np.clip(fits * factor, 1e-300, 1e300))
    return replace(case, settings=replace(settings, h=h))


def drawn_columns(seed: int) -> Case:
    """Draw a problem with columns near the ends of float64, and settings that fit or do not."""
    random = np.random.default_rng([seed, 2])
    rows, weights = int(random.integers(1, 12)), int(random.integers(1, 4))
    exponents = random.choice(EXPONENTS, size=weights).astype(float)
    A = random.uniform(-1, 1, size=(rows, weights)) * 10.0**exponents
    problem = Problem(A, random.normal(size=(rows, 1)))
    settings = Settings(
        epochs=int(10.0 ** random.uniform(0, 3)),
        learning_rate="safe",
        difference=DIFFERENCES[int(random.integers(3))],
        precision="float32" if random.random() < 0.3 else "float64",
        until_converged=bool(random.random() < 0.5),
        scale_columns=bool(random.random() < 0.6),
    )
    columns = on_unit_columns(problem) if settings.scale_columns else problem
    return Case(seed, problem, with_fixed_steps(settings, columns))


def _spoilt(A: Matrix, random: np.random.Generator) -> Matrix:
    weights = A.shape[1]
    k, other = random.integers(weights), random.integers(weights)
    A = A.copy()
    match int(random.integers(7)):
        case 0:
            A = A * 10.0 ** random.uniform(-20, 20, size=weights)
        case 1 if k != other:
            A[:, k] = A[:, other] + 10.0 ** random.uniform(-13, -1) * A[:, k]
        case 2 if weights > 2:
            A[:, k] = A[:, (k + 1) % weights] + A[:, (k + 2) % weights]
        case 3:
            A[:, k] = 1.0
        case 4:
            A[:, k] += 10.0 ** random.uniform(0, 9) * float(np.abs(A[:, k]).max())
        case 5:
            A[:, k] = 0.0
        case 6:
            A = np.round(A * 100) / 100
    return A


def _settings(problem: Problem, random: np.random.Generator) -> Settings:
    is_scaled = bool(random.random() < 0.3)
    columns = on_unit_columns(problem) if is_scaled else problem
    limit = learning_rate_limit(columns)
    share = 10.0 ** random.uniform(-2, 0) if random.random() < 0.7 else random.uniform(0.9, 3.0)
    if random.random() < 0.1:
        share = 10.0 ** random.uniform(-30, -2)
    rate = share * limit if limit < 1e300 else 0.01
    difference = DIFFERENCES[int(random.integers(3))]
    single = bool(random.random() < 0.15)
    h = suggest_h(columns, difference, "float32" if single else "float64")
    if random.random() < 0.4:
        h *= 10.0 ** random.uniform(-12, 6)
    return Settings(
        epochs=int(10.0 ** random.uniform(0, 3.5)),
        learning_rate=float(np.clip(rate, 1e-300, 1e300)),
        h=float(np.clip(h, 1e-300, 1e300)),
        difference=difference,
        precision="float32" if single else "float64",
        until_converged=bool(random.random() < 0.5),
        scale_columns=is_scaled,
    )


def faults(case: Case) -> Iterator[str]:
    """Yield what the program says of a case that is not so."""
    problem, settings = case.problem, case.settings
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            frame = last_of(problem, settings)
            best = optimum(problem)
            verdict = judge(problem, settings, frame, best) if frame else None
        except (RuntimeWarning, ArithmeticError, ValueError, LookupError) as error:
            yield f"{type(error).__name__}: {error}"
            return
    if frame is None or verdict is None:
        SEEN["no ending in time"] += 1
        return
    with np.errstate(all="ignore"):
        yield from _faults(case, frame, best, verdict)


def _faults(case: Case, frame: Frame, best: Optimum, verdict: Verdict) -> Iterator[str]:
    problem, settings = case.problem, case.settings
    SEEN[verdict.kind.name] += 1
    if len(verdict.sentence) > 72:
        yield f"{len(verdict.sentence)} characters"
    if not np.isfinite(frame.W).all():
        yield f"{verdict.sentence!r} with a weight that is not finite"
    if best.dependent and condition(problem) <= LARGEST_CONDITION:
        yield f"dependent at κ = {condition(problem):.3g}"
    if verdict.is_good:
        yield from _not_optimum(problem, frame, best, settings.precision)
    if verdict.kind in (Outcome.STILL_FALLING, Outcome.CRAWLING):
        yield from _misses_forecast(case, frame, best)
    if verdict.remedy is not None:
        for name, value in verdict.remedy.changes.items():
            if getattr(settings, name) == value:
                yield f"offers {name} = {value}, which is set"
    if settings.precision == "float64":
        yield from _unlike_literal(case, frame, best, verdict)


def last_of(problem: Problem, settings: Settings, most: float = np.inf) -> Frame | None:
    """Return the last frame; None if the run goes beyond so many epochs."""
    end = perf_counter() + MOST_SECONDS
    for frame in descend(problem, settings, cancelled=lambda: perf_counter() > end):
        if frame.epoch > most:
            return None
    return None if frame.stop is StopReason.CANCELLED else frame


def condition(problem: Problem) -> float:
    """Return the condition of A on columns of length 1, none of which is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        U = problem.A / np.abs(problem.A).max(axis=0)
        U = U / np.linalg.norm(U, axis=0)
    if not np.isfinite(U).all() or problem.rows < problem.weights:
        return np.inf
    return float(np.linalg.cond(U))


def _not_optimum(problem: Problem, frame: Frame, best: Optimum, precision: str) -> Iterator[str]:
    """Compare weights that are called the optimum with exact rational least squares."""
    largest = np.abs(problem.A).max(axis=0)
    parts = np.square(problem.A / np.where(largest > 0, largest, 1.0)).mean(axis=0)
    squares = float((parts * np.square(largest * frame.W[:, 0])).sum())
    squares += float(np.square(problem.Y).mean())
    epsilon = float(np.finfo(precision).eps)
    floor = 4 * epsilon * (frame.loss + np.sqrt(frame.loss * squares / problem.rows))
    floor += 16 * epsilon**2 * squares
    if not frame.loss - best.loss <= 1.001e-9 * best.loss + 1.001 * floor + best.loss_error:
        yield f"✓, but the loss is {frame.loss:.6g} for {best.loss:.6g}"
    if best.dependent or condition(problem) > LARGEST_CONDITION:
        goal = problem.A @ best.W
        off = np.abs(problem.A @ frame.W - goal).max()
        terms = (np.abs(problem.A) @ np.abs(best.W)).max() + np.abs(problem.Y).max()
        if off > 1e-5 * terms:
            yield f"✓, but predictions are off by {off / terms:.3g}"
        return
    truth = np.array([float(value) for value in exact_optimum(problem)])
    off = np.abs(frame.W[:, 0] - truth)
    if (off > np.maximum(1.0001e-6 * np.abs(truth), 1.0001 * best.error)).any():
        yield f"✓, but weights are off by {(off / np.abs(truth)).max():.3g}"


def _misses_forecast(case: Case, frame: Frame, best: Optimum) -> Iterator[str]:
    """Run on to where half of the gap should be left."""
    settings = case.settings
    halving = Gap(case.problem, settings.scale_columns, frame.W, best).halving(settings)
    if settings.precision == "float32" or not halving < MOST_WALKED:
        return
    sooner = frame.epoch + int(halving * (1 - EPOCHS_AGREE)) - 1
    later = frame.epoch + int(halving * (1 + EPOCHS_AGREE)) + 2
    for epochs, side in ((sooner, 1), (later, -1)):
        there = last_of(case.problem, replace(settings, epochs=epochs))
        half, rounding = (frame.loss - best.loss) / 2, 1e-9 * best.loss + 1e-24
        if there and side * (there.loss - best.loss - half) < -1e-3 * half - rounding:
            yield f"has not half of its gap {frame.epoch} + {halving:.6g} epochs on"


def _unlike_literal(case: Case, frame: Frame, best: Optimum, verdict: Verdict) -> Iterator[str]:
    for method in (Method.LITERAL, Method.TRIANGLE):
        settings = replace(case.settings, method=method)
        literal = last_of(case.problem, settings, MOST_WALKED)
        yield from _unlike(case, frame, best, verdict, settings, literal)


def _unlike(
    case: Case,
    frame: Frame,
    best: Optimum,
    verdict: Verdict,
    settings: Settings,
    literal: Frame | None,
) -> Iterator[str]:
    path = settings.method.value
    if literal is None:
        if frame.epoch < MOST_WALKED / 2 and frame.stop is not StopReason.ENDLESS:
            yield f"ends at {frame.epoch}, the {path} path not by {MOST_WALKED}"
        return
    other = judge(case.problem, settings, literal, best)
    if literal.stop is not frame.stop:
        yield f"{frame.stop} at {frame.epoch}, {path} {literal.stop} at {literal.epoch}"
    elif frame.stop is StopReason.DIVERGED and not settings.until_converged:
        if abs(frame.epoch - literal.epoch) > max(1, EPOCHS_AGREE * literal.epoch):
            yield f"diverges at {frame.epoch}, {path} at {literal.epoch}"
    elif frame.stop is StopReason.CONVERGED and settings.method is Method.LITERAL:
        yield from _other_epoch(frame, literal)
    if _state(other) != _state(verdict):
        yield f"says {verdict.sentence!r}, {path} {other.sentence!r}"


def _other_epoch(frame: Frame, literal: Frame) -> Iterator[str]:
    is_exact = frame.convergence in (Convergence.FIXED, Convergence.CYCLE)
    if literal.convergence not in (Convergence.FIXED, Convergence.CYCLE):
        return
    if is_exact and frame.epoch != literal.epoch:
        yield f"{frame.convergence} at {frame.epoch}, literally at {literal.epoch}"
    if not is_exact and not literal.epoch <= frame.epoch <= max(2 * literal.epoch, 2):
        yield f"{frame.convergence} by {frame.epoch}, literally at {literal.epoch}"


ARRIVED = (
    Outcome.AT_OPTIMUM,
    Outcome.CONVERGED,
    Outcome.CONVERGED_BY,
    Outcome.CYCLE,
    Outcome.WEIGHTS_RIGHT,
)
NULL_SPACE = (
    Outcome.NEAREST_START,
    Outcome.NEAREST_SCALED,
    Outcome.DEPENDENT,
    Outcome.DEPENDENT_BRIEFLY,
    Outcome.UNDETERMINED,
    Outcome.CONVERGED_FREE,
    Outcome.FREE,
    Outcome.DETERMINED_RIGHT,
)
ROUNDED = (Outcome.FEW_DIGITS, Outcome.STEP_TOO_SMALL, Outcome.LOSSES_ALIKE)


def _state(verdict: Verdict) -> str:
    """Return the state, whatever is known of its epoch, and on which side of a bound it just is."""
    if verdict.kind in ARRIVED:
        return Outcome.AT_OPTIMUM.name
    if verdict.kind in NULL_SPACE:
        return Outcome.DEPENDENT.name
    return (Outcome.STEP_TOO_SMALL if verdict.kind in ROUNDED else verdict.kind).name


SEEN: Counter[str] = Counter()


KINDS = {"usual": drawn, "steps": drawn_step, "columns": drawn_columns}


def main(arguments: list[str]) -> int:
    """Run so many cases; print the faults, and how often each ending was seen."""
    numbers = [int(each) for each in arguments if each not in KINDS] or [3000]
    draw = next((KINDS[each] for each in arguments if each in KINDS), drawn)
    count, first = numbers[0], numbers[1] if len(numbers) > 1 else 0
    found = 0
    for seed in range(first, first + count):
        case = draw(seed)
        for fault in faults(case):
            found += 1
            print(f"{seed}: {case.problem.A.shape} {case.settings}: {fault}", flush=True)
    print(f"{count} problems, {found} faults; {dict(SEEN.most_common())}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
