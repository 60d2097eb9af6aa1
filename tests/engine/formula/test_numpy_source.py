import ast

import numpy as np
import pytest
from hypothesis import given

from engine.formula.numpy_source import numpy_of
from engine.formula.parser import parse
from engine.formula.tree import Node

from .losses import LOSSES, trees

NAMES = {"Y", "P", "W", "N", "np"}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("mean(|Y−P|^1.5) + 0.1·sum(W²)", "np.mean(np.abs(Y - P)**1.5) + 0.1 * np.sum(W**2)"),
        ("mean(log(cosh(Y−P)))", "np.mean(np.logaddexp(Y - P, -(Y - P)) - np.log(2.0))"),
        ("10^10^10·N", "np.inf * N"),
        ("−1/0·N", "(-np.inf) * N"),
        ("log(−1) + N", "np.nan + N"),
        ("max(N, 1, 2)", "np.maximum(np.maximum(N, 1.0), 2.0)"),
        ("max(Y) − min(P)", "np.max(Y) - np.min(P)"),
        ("(N^2)^3", "(N**2)**3"),
        ("N^2^N", "N**2.0**N"),
        ("N^-0.5", "N**(-0.5)"),
        ("(−N)²", "(-N)**2"),
        ("−N²", "-N**2"),
        ("1 − (N − 2)", "1.0 - (N - 2.0)"),
        ("mean(where(Y ≤ P, 1, Y))", "np.mean(np.where(Y <= P, 1.0, Y))"),
        ("where(1 < 2, N, 1)", "np.where(1.0, N, 1.0)"),
    ],
)
def test_numpy_of_a_formula(text: str, source: str) -> None:
    assert numpy_of(parse(text)) == source


@pytest.mark.parametrize("text", LOSSES.values(), ids=LOSSES)
def test_source_reads_known_names(text: str) -> None:
    tree = ast.parse(numpy_of(parse(text)), mode="eval")
    assert {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} <= NAMES
    modules = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    assert all(ast.unparse(node.value) == "np" and hasattr(np, node.attr) for node in modules)


@given(trees())
def test_source_is_one_expression(node: Node) -> None:
    ast.parse(numpy_of(node), mode="eval")
