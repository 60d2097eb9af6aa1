"""The questions that the dialogs of the Data menu ask."""

from dataclasses import asdict

from .number_dialog import FormNumber, NumberForm
from .random_table import RandomTable
from .shuffle import Shuffle

SEED = "The same seed always gives the same"


def random_form(current: RandomTable) -> NumberForm:
    """Return the form for a random problem, filled in with the current numbers."""
    value = asdict(current)
    numbers = {
        "rows": FormNumber("&Rows", "Rows of A: the number of observations", value["rows"], 1),
        "columns": FormNumber(
            "&Columns", "Columns of A: the number of weights", value["columns"], 1
        ),
        "condition": FormNumber(
            "Condition &number",
            "Condition number of A: its largest singular value over its smallest, 1 or more",
            value["condition"],
            1,
        ),
        "noise": FormNumber("N&oise", "Standard deviation of the noise in Y", value["noise"]),
        "seed": FormNumber("&Seed", f"{SEED} problem", value["seed"]),
    }
    name = "random_problem_dialog"
    return NumberForm("Random Problem", name, numbers, "Make Problem", RandomTable, _remark)


def shuffle_form(current: Shuffle) -> NumberForm:
    """Return the form for the seed of a shuffle."""
    numbers = {"seed": FormNumber("&Seed", f"{SEED} order", current.seed)}
    return NumberForm("Shuffle Rows", "shuffle_dialog", numbers, "Shuffle", Shuffle, _pairs_stay)


def _remark(table: RandomTable) -> str:
    return f"A run slows with the square of the condition number. {table.remark}"


def _pairs_stay(_: Shuffle) -> str:
    return "Each row of A keeps its Y."
