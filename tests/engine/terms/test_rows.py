import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.terms import (
    BadTerm,
    CategoryTerm,
    LogarithmTerm,
    MissingSource,
    NotOneLevel,
    PowerTerm,
    ProductTerm,
    TermColumn,
    TermFault,
    TermSource,
    UnknownLevel,
    sources_of,
    transformed,
)
from engine.terms import rows as rows_module
from engine.terms.rows import check_levels, evaluation_order, sound_terms

LEVELS = ("east", "north", "south")
NORTH = CategoryTerm("region", "north", LEVELS, "east")
SOUTH = CategoryTerm("region", "south", LEVELS, "east")
COLUMNS = [
    TermColumn("1", constant=1.0),
    TermColumn("age²", PowerTerm("age", 2.0), shift=100.0, scale=10.0),
    TermColumn("age", shift=30.0, scale=5.0),
    TermColumn("region = north", NORTH),
    TermColumn("region = south", SOUTH),
    TermColumn("slope", ProductTerm(("age", "region = north"))),
]


def test_sources_are_asked_for_once() -> None:
    assert sources_of(COLUMNS) == (TermSource("age"), TermSource("region", LEVELS))


def test_new_rows_are_transformed_alike() -> None:
    found = transformed(COLUMNS, {"age": [20, 40], "region": ["north", "east"]})
    assert found.tolist() == [[1, 30, -2, 1, 0, 20], [1, 150, 2, 0, 0, 0]]


def test_empty_sources_make_empty_cells() -> None:
    found = transformed(COLUMNS, {"age": [np.nan, 40], "region": ["north", ""]})
    assert np.isnan(found).tolist() == [
        [False, True, True, False, False, True],
        [False, False, False, True, True, True],
    ]


def test_missing_sources_are_named() -> None:
    with pytest.raises(MissingSource) as raised:
        transformed(COLUMNS, {"age": [20]})
    assert str(raised.value) == "region = north is computed from region, which is missing."
    with pytest.raises(MissingSource):
        transformed([TermColumn("x²", PowerTerm("x", 2.0))], {"y": [1.0]})


def test_unknown_levels_are_refused() -> None:
    with pytest.raises(UnknownLevel) as raised:
        transformed(COLUMNS, {"age": [20, 30], "region": ["east", "west"]})
    assert str(raised.value) == (
        "“west” in row 2 is no level of region, which has east, north and south."
    )


def test_rows_without_number_are_named() -> None:
    columns = [TermColumn("x"), TermColumn("ln x", LogarithmTerm("x"))]
    with pytest.raises(TermFault) as raised:
        transformed(columns, {"x": [1.0, 2.0, 0.0]})
    assert raised.value.row == 3


@given(st.permutations(range(6)))
def test_columns_follow_their_sources(places: list[int]) -> None:
    squares = (TermColumn(str(k), PowerTerm(str(k - 1), 2.0)) for k in range(1, 6))
    chain = [TermColumn("0"), *squares]
    columns = [chain[k] for k in places]
    order = [columns[k].name for k in evaluation_order(columns)]
    assert order == ["0", "1", "2", "3", "4", "5"]


def test_circles_are_refused() -> None:
    circle = [TermColumn("a", PowerTerm("b", 2.0)), TermColumn("b", PowerTerm("a", 0.5))]
    itself = [TermColumn("a", PowerTerm("a", 2.0))]
    for columns in (circle, itself):
        with pytest.raises(BadTerm):
            evaluation_order(columns)
        assert sound_terms(columns, np.ones((3, len(columns)))) == (None,) * len(columns)


def test_long_chains_are_ordered() -> None:
    count = 5000
    chain = [TermColumn(str(k), PowerTerm(str(k - 1), 2.0)) for k in range(count, 0, -1)]
    assert evaluation_order([*chain, TermColumn("0")])[0] == count


def test_terms_are_kept_where_they_hold() -> None:
    regions = ["north", "east", "south"]
    A = transformed(COLUMNS, {"age": [20.0, 40.0, 35.5], "region": regions})
    terms = tuple(column.term for column in COLUMNS)
    assert sound_terms(COLUMNS, A) == terms
    A[1, 1] += 1e-3
    assert sound_terms(COLUMNS, A) == (None, None, *terms[2:])
    A[:, 3] = 0.5
    assert sound_terms(COLUMNS, A) == (None,) * 6


def test_large_work_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [TermColumn("x"), TermColumn("x²", PowerTerm("x", 2.0))]
    A = np.array([[2.0, 4.0]] * 10)
    assert sound_terms(columns, A)[1] is not None
    monkeypatch.setattr(rows_module, "MOST_WORK", 29)  # three parts in ten rows are 30
    assert sound_terms(columns, A) == (None, None)


@pytest.mark.parametrize("row", [[1.0, 1.0], [0.5, 0.0], [2.0, 0.0], [-1.0, 0.0]])
def test_rows_have_one_level_at_most(row: list[float]) -> None:
    good = [[0.0, 0.0], [1.0, 0.0], [np.nan, 1.0], [np.nan, np.nan]]
    check_levels("region", np.array(good))
    with pytest.raises(NotOneLevel) as raised:
        check_levels("region", np.array([*good, row]), first_row=11)
    assert raised.value.row == 15
