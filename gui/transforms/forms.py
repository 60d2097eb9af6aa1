"""The questions that the dialogs of the Data menu ask."""

from dataclasses import asdict
from functools import partial

from ..document import Experiment, changes
from ..text.translation import translate
from .hold_out import HoldOut
from .number_dialog import FormNumber, NumberForm
from .random_table import RandomTable
from .sentences import rows_to_be_held_out
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


def hold_out_form(current: HoldOut, experiment: Experiment) -> NumberForm:
    """Return the form for the share of rows held out, and the seed."""
    numbers = {
        "percent": FormNumber(
            translate("transforms", "&Share in %"),
            translate("transforms", "How many of the rows that count are held out, in per cent"),
            current.percent,
        ),
        "seed": FormNumber(
            translate("transforms", "S&eed"),
            translate("transforms", "The same seed always holds out the same rows"),
            current.seed,
        ),
    }
    rows = len(changes.rows_to_hold_out(experiment))
    return NumberForm(
        translate("transforms", "Hold Out Rows"),
        "hold_out_dialog",
        numbers,
        translate("transforms", "Hold Out"),
        HoldOut,
        partial(rows_to_be_held_out, rows, experiment.columns),
    )


def _remark(table: RandomTable) -> str:
    return translate(
        "transforms", "A run slows with the square of the condition number. {remark}"
    ).format(remark=table.remark)


def _pairs_stay(_: Shuffle) -> str:
    return translate("transforms", "Each row of A keeps its Y.")
