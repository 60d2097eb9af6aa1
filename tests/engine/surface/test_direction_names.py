"""Directions are named by their weights, and no two alike."""

import numpy as np
import pytest

from engine.surface.direction_names import direction_names
from engine.verdict.wording import direction

NAMES = ["a", "b", "c", "d", "e"]


def test_different_directions_have_plain_names() -> None:
    parts = np.array([[1.0, 0.9, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.1, 0.0]])
    assert direction_names(parts, NAMES) == [direction(each, NAMES) for each in parts]


def test_same_weights_are_told_by_signs() -> None:
    parts = np.array([[1.0, 1.0, 0.1], [-1.0, 0.9, 0.1], [0.0, 0.0, 1.0]])
    assert direction_names(parts, NAMES) == ["a, +b", "a, −b", "c"]
    assert direction_names(-parts, NAMES) == direction_names(parts, NAMES)


def test_same_signs_are_told_by_more_weights() -> None:
    parts = np.array([[1.0, 1.0, 0.2, 0.0, 0.0], [1.0, 1.0, -0.2, 0.0, 0.0]])
    assert direction_names(parts, NAMES) == ["a, +b, +c", "a, +b, −c"]
    parts = np.array([[1.0, 1.0, 0.8, 0.7, 0.6], [1.0, 1.0, -0.8, 0.7, 0.6]])
    assert direction_names(parts, NAMES) == ["a, +b, +c …", "a, +b, −c …"]


def test_equal_directions_are_numbered() -> None:
    parts = np.ones((3, 5))
    found = direction_names(parts, NAMES)
    assert found == [f"a, +b, +c, +d … ({k})" for k in (1, 2, 3)]


@pytest.mark.parametrize("weights", [2, 3, 5, 11, 64])
def test_no_two_names_are_alike(weights: int) -> None:
    rng = np.random.default_rng(weights)
    parts, _ = np.linalg.qr(rng.normal(size=(weights, weights)))
    names = [f"s{k}" for k in range(weights)]
    assert len(set(direction_names(parts, names, 14))) == weights
