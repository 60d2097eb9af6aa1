"""The margin of W."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.document import Column, Document
from gui.tables import RunNumbers, WeightsModel
from gui.tables.models.agreement import Agreement
from gui.tables.models.cell_look import CellLook
from gui.tables.models.margin import MarginModel
from gui.tables.models.weight_rows import WeightRow

from .test_headings import give

SLOPES = np.array([[3.0], [0.0], [4.0]])


@pytest.fixture
def weights(document: Document) -> WeightsModel:
    """W of four rows and three columns, so that there are standard errors."""
    document.resize(4, 3)
    return WeightsModel(document)


@pytest.fixture
def margin(weights: WeightsModel) -> MarginModel:
    """The margin beside it."""
    return MarginModel(weights, weights)


def beside(margin: MarginModel, weights: WeightsModel, row: WeightRow) -> str:
    return str(margin.index(weights.rows.index(row), 0).data())


def test_gradient_is_said_to_come(margin: MarginModel, weights: WeightsModel) -> None:
    awaited = RunNumbers(W=SLOPES, gradient=np.full((3, 1), np.nan), gradient_norm=np.nan)
    weights.show(awaited)
    assert beside(margin, weights, WeightRow.GRADIENT) == ""
    weights.show(replace(awaited, is_awaited=True))
    assert beside(margin, weights, WeightRow.GRADIENT) == "being computed"


def test_each_row_has_its_number(margin: MarginModel, weights: WeightsModel) -> None:
    weights.show(
        RunNumbers(
            W=SLOPES,
            gradient=SLOPES,
            gradient_norm=5.0,
            exact_gradient=SLOPES * (1 + 3e-10),
            start_loss=340.381,
            loss=2.65964737e-7,
            least_loss=0.0,
            residual_sd=3.93412,
        )
    )
    assert [margin.index(row, 0).data() for row in range(margin.rowCount())] == [
        "loss  340.381",
        "loss  2.65965e−7",
        "|δW|  5",
        "9 digits agree",
        "loss  0",
        "residual sd  3.934",
    ]


@pytest.mark.parametrize(("rank", "many"), [(None, False), (3, False), (2, True), (0, True)])
def test_one_of_many_optima_says_so(
    margin: MarginModel, weights: WeightsModel, rank: int | None, many: bool
) -> None:
    weights.show(RunNumbers(optimum=SLOPES, rank=rank, least_loss=1.5))
    shown = beside(margin, weights, WeightRow.OPTIMUM)
    assert shown == ("one of many, loss  1.5" if many else "loss  1.5")
    row = weights.rows.index(WeightRow.OPTIMUM)
    explained = weights.row_tooltip(row)
    said = f"Only {rank} of 3 columns are independent, so many W fit equally: this one is nearest"
    assert (said in explained) is many
    assert beside(margin, weights, WeightRow.START) == ""


def test_unknown_numbers_are_left_out(margin: MarginModel, weights: WeightsModel) -> None:
    rows = range(margin.rowCount())
    assert [margin.index(row, 0).data() for row in rows] == [""] * 6
    assert [margin.agreement(row, 0) for row in rows] == [None] * 6


@pytest.mark.parametrize(
    ("off", "sentence", "mark"),
    [
        (0.0, "16 digits agree", Agreement.AGREES),
        (0.05, "1 digit agrees", Agreement.WRONG),
        (2.0, "0 digits agree", Agreement.WRONG),
    ],
)
def test_worst_weight_is_counted(
    margin: MarginModel, weights: WeightsModel, off: float, sentence: str, mark: Agreement
) -> None:
    slopes = np.ones((3, 1))
    quotients = np.array([[1.0 + off], [1.0], [1.0]])
    weights.show(RunNumbers(gradient=quotients, exact_gradient=slopes))
    assert beside(margin, weights, WeightRow.EXACT) == sentence
    assert margin.agreement(weights.rows.index(WeightRow.EXACT), 0) is mark


def test_constant_stands_beside_original_units(
    margin: MarginModel, weights: WeightsModel, document: Document
) -> None:
    give(document, Column(), Column("a", 3.0, 2.0), Column())
    weights.show(RunNumbers(W=np.array([[1.0], [2.0], [3.0]])))
    assert beside(margin, weights, WeightRow.ORIGINAL) == "constant  −3"


def test_margin_follows_the_rows(
    margin: MarginModel, weights: WeightsModel, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(margin.modelReset):
        weights.show_rows((WeightRow.START, WeightRow.NOW))
    assert margin.rowCount() == 2
    assert [margin.look(row, 0) for row in range(2)] == [CellLook.COMPUTED, CellLook.CURRENT]
    with qtbot.waitSignal(margin.dataChanged):
        weights.show(RunNumbers(loss=2.0))
    qtmodeltester.check(margin)


def test_only_changed_figures_are_drawn(
    margin: MarginModel, weights: WeightsModel, qtbot: QtBot
) -> None:
    numbers = RunNumbers(W=SLOPES, start_loss=9.0, loss=8.0)
    weights.show(numbers)
    changed: list[int] = []
    margin.dataChanged.connect(lambda first, last: changed.extend((first.row(), last.row())))
    weights.show(replace(numbers, W=SLOPES + 1, loss=7.0))
    now, exact = weights.rows.index(WeightRow.NOW), weights.rows.index(WeightRow.EXACT)
    assert changed == [now, now, exact, exact]
