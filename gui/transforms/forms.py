"""What the dialogs of the Data menu ask."""

from dataclasses import asdict

from .number_dialog import Asked, Form
from .random_table import RandomTable
from .shuffle import Shuffle

SEED = "The same seed always gives the same"


def random_form(given: RandomTable) -> Form:
    """Ask what a random problem is to be like."""
    value = asdict(given)
    numbers = {
        "rows": Asked("&Rows", "Rows of A: how many observations", value["rows"], 1),
        "columns": Asked("&Columns", "Columns of A: how many weights", value["columns"], 1),
        "condition": Asked(
            "Condition &number",
            "Condition number of A: its largest singular value over its smallest, 1 or more",
            value["condition"],
            1,
        ),
        "noise": Asked("N&oise", "Standard deviation of what is added to Y", value["noise"]),
        "seed": Asked("&Seed", f"{SEED} problem", value["seed"]),
    }
    name = "random_problem_dialog"
    return Form("Random Problem", name, numbers, "Make Problem", RandomTable, _remark)


def shuffle_form(given: Shuffle) -> Form:
    """Ask for the seed of a shuffle."""
    numbers = {"seed": Asked("&Seed", f"{SEED} order", given.seed)}
    return Form("Shuffle Rows", "shuffle_dialog", numbers, "Shuffle", Shuffle, _pairs_stay)


def _remark(table: RandomTable) -> str:
    return f"A descent slows with the square of the condition number. {table.remark}"


def _pairs_stay(_: Shuffle) -> str:
    return "Each row of A keeps its Y."
