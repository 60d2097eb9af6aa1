import numpy as np

from gui.transforms.forms import hold_out_form, random_form, shuffle_form
from gui.transforms.hold_out import HoldOut
from gui.transforms.random_table import RandomTable
from gui.transforms.shuffle import Shuffle

from .experiments import made


def test_random_form_starts_from_last_choice() -> None:
    current = RandomTable(7, 2, 50.0, 0.25, 3)
    form = random_form(current)
    values = {name: number.value for name, number in form.numbers.items()}
    assert values == {"rows": 7, "columns": 2, "condition": 50, "noise": 0.25, "seed": 3}
    assert form.make(**values) == current
    assert "square of the condition number" in form.remark(current)
    assert form.remark(current).endswith(current.remark)


def test_shuffle_form_asks_for_the_seed() -> None:
    form = shuffle_form(Shuffle(9))
    values = {name: number.value for name, number in form.numbers.items()}
    assert form.make(**values) == Shuffle(9)
    assert form.remark(Shuffle(9)) == "Each row of A keeps its Y."


def test_labels_have_different_keys() -> None:
    labels = [number.label for number in random_form(RandomTable()).numbers.values()]
    keys = [label[label.index("&") + 1].lower() for label in labels]
    assert len(set(keys)) == len(keys)


def test_hold_out_form_counts_rows() -> None:
    experiment = made(np.arange(20.0).reshape(10, 2), np.arange(10.0), [0.0, 0.0])
    form = hold_out_form(HoldOut(30, 5), experiment)
    values = {name: number.value for name, number in form.numbers.items()}
    assert form.make(**values) == HoldOut(30, 5)
    assert form.remark(HoldOut(30)) == "3 rows test the fit, which is made on 7."
    assert form.remark(HoldOut(1)) == "1 row tests the fit, which is made on 9."
    assert form.remark(HoldOut(95)).endswith(
        "1 row is fewer than the 2 weights, which then fit it exactly."
    )
    one = hold_out_form(HoldOut(), made([[1.0]], [1.0], [0.0]))
    assert one.remark(HoldOut()) == "Two rows that count are needed: one to fit, one to test."
