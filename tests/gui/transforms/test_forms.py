from gui.transforms.forms import random_form, shuffle_form
from gui.transforms.random_table import RandomTable
from gui.transforms.shuffle import Shuffle


def test_a_random_problem_is_asked_for_by_what_it_was_last() -> None:
    given = RandomTable(7, 2, 50.0, 0.25, 3)
    form = random_form(given)
    values = {name: asked.value for name, asked in form.numbers.items()}
    assert values == {"rows": 7, "columns": 2, "condition": 50, "noise": 0.25, "seed": 3}
    assert form.make(**values) == given
    assert "square of the condition number" in form.remark(given)
    assert form.remark(given).endswith(given.remark)


def test_a_shuffle_is_asked_for_by_its_seed() -> None:
    form = shuffle_form(Shuffle(9))
    values = {name: asked.value for name, asked in form.numbers.items()}
    assert form.make(**values) == Shuffle(9)
    assert form.remark(Shuffle(9)) == "Each row of A keeps its Y."


def test_labels_have_keys_of_their_own() -> None:
    labels = [asked.label for asked in random_form(RandomTable()).numbers.values()]
    keys = [label[label.index("&") + 1].lower() for label in labels]
    assert len(set(keys)) == len(keys)
