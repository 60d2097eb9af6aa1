import pytest

from engine.formula.parser import parse
from engine.formula.program import LossProgram, program_of
from engine.formula.tree import Operator, Symbol

from .losses import LOSSES, UNUSUAL


def program(text: str) -> LossProgram:
    return program_of(parse(text))


def whats(text: str) -> list[object]:
    return [step.what for step in program(text).steps]


def test_residual_is_one_variable() -> None:
    assert whats("mean(|Y − P|)") == [Symbol.RESIDUAL, Operator.ABS, Operator.MEAN]
    assert whats("mean(|P − Y|)") == whats("mean(|Y − P|)")
    assert Symbol.RESIDUAL not in whats("mean(|Y − P| + Y)")
    assert whats("mean(P − Y)") == [Symbol.RESIDUAL, Operator.NEGATE, Operator.MEAN]


def test_equal_parts_are_one_step() -> None:
    found = whats("mean(min(|Y − P|, 1)·(|Y − P| − min(|Y − P|, 1)/2))")
    assert found.count(Operator.ABS) == found.count(Operator.SMALLER) == 1


def test_numbers_are_computed_once() -> None:
    assert whats("2·3 + 10^10^10") == [float("inf")]
    assert whats("where(1 < 2, N, sum(W))")[-1] is Operator.WHERE


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("mean(log(cosh(Y − P)))", Operator.LOG_COSH),
        ("mean(log(cosh(P − Y)))", Operator.LOG_COSH),
        ("mean(log(1 + exp(P)))", Operator.LOGADDEXP),
        ("mean(log(exp(P) + 1))", Operator.LOGADDEXP),
        ("mean(log(2 + exp(P)))", Operator.LOG),
        ("mean(log(1 + P))", Operator.LOG),
    ],
)
def test_logarithms_do_not_overflow(text: str, operator: Operator) -> None:
    assert program(text).steps[-2].what is operator


def test_even_powers_need_no_size() -> None:
    assert whats("mean(|P|²)") == whats("mean(P²)")
    assert whats("mean((P − Y)⁴)") == whats("mean((Y − P)⁴)")
    assert Operator.ABS in whats("mean(|P|³)")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 1),
        ("sum(W²)", 1),
        ("mean(|Y − P|) + max(P)", 2),
        ("mean((Y − mean(P))²)", 3),
        (UNUSUAL["three passes"], 4),
    ],
)
def test_passes_over_the_rows(text: str, count: int) -> None:
    assert len(program(text).passes) == count
    assert program(text).passes[-1].reductions == ()


@pytest.mark.parametrize("text", [*LOSSES.values(), *UNUSUAL.values()])
def test_steps_need_earlier_ones(text: str) -> None:
    found = program(text)
    for i, step in enumerate(found.steps):
        assert all(each < i for each in step.arguments)
    done = [i for each in found.passes for i in (*each.before, *each.reductions)]
    assert sorted(done) == sorted(set(done))
    assert done[-1] == len(found.steps) - 1


def test_weights_are_noticed() -> None:
    assert program("sum(W)").uses_weights
    assert not program("mean(P)").uses_weights
