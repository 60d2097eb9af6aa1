"""The questions that the dialogs of the Data menu ask."""

from dataclasses import asdict

from ..text.translation import translate
from .number_dialog import FormNumber, NumberForm
from .random_table import RandomTable
from .shuffle import Shuffle


def random_form(current: RandomTable) -> NumberForm:
    """Return the form for a random problem, filled in with the current numbers."""
    value = asdict(current)
    numbers = {
        "rows": FormNumber(
            translate("transforms", "&Rows"),
            translate("transforms", "Rows of A: the number of observations"),
            value["rows"],
            1,
        ),
        "columns": FormNumber(
            translate("transforms", "&Columns"),
            translate("transforms", "Columns of A: the number of weights"),
            value["columns"],
            1,
        ),
        "condition": FormNumber(
            translate("transforms", "Condition &number"),
            translate(
                "transforms",
                "Condition number of A: its largest singular value over its smallest, 1 or more",
            ),
            value["condition"],
            1,
        ),
        "noise": FormNumber(
            translate("transforms", "N&oise"),
            translate("transforms", "Standard deviation of the noise in Y"),
            value["noise"],
        ),
        "seed": FormNumber(
            translate("transforms", "&Seed"),
            translate("transforms", "The same seed always gives the same problem"),
            value["seed"],
        ),
    }
    name = "random_problem_dialog"
    return NumberForm(
        translate("transforms", "Random Problem"),
        name,
        numbers,
        translate("transforms", "Make Problem"),
        RandomTable,
        _remark,
    )


def shuffle_form(current: Shuffle) -> NumberForm:
    """Return the form for the seed of a shuffle."""
    numbers = {
        "seed": FormNumber(
            translate("transforms", "&Seed"),
            translate("transforms", "The same seed always gives the same order"),
            current.seed,
        )
    }
    return NumberForm(
        translate("transforms", "Shuffle Rows"),
        "shuffle_dialog",
        numbers,
        translate("transforms", "Shuffle"),
        Shuffle,
        _pairs_stay,
    )


def _remark(table: RandomTable) -> str:
    return translate(
        "transforms", "A run slows with the square of the condition number. {remark}"
    ).format(remark=table.remark)


def _pairs_stay(_: Shuffle) -> str:
    return translate("transforms", "Each row of A keeps its Y.")
