import pytest

from engine.reading.text.unit_rows import UnitRows, find_unit_rows, is_unit

NUMBERS = [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "cell",
    [
        *("s", "ms", "mV", "µm", "μA", "kPa", "°C", "%", "(V)", "[deg C]", "<dbl>", "Volts"),
        *(
            "m/s^2",
            "kg m-3",
            "W/m²",
            "cm-1",
            "1/s",
            "mol·L-1",
            "Second",
            "Deg C",
            "a.u.",
            "USD",
            "[-]",
            "10^3 kg",
        ),
    ],
)
def test_units_are_known(cell: str) -> None:
    assert is_unit(cell)


@pytest.mark.parametrize(
    "cell", ["", "x", "c", "oops", "(1.5)", "NA", "run 1", "Berlin", "12", "-"]
)
def test_other_cells_are_no_units(cell: str) -> None:
    assert not is_unit(cell)


def test_comments_beside_units_are_found() -> None:
    rows = [["s", "V"], ["run 1", "run 2"], *NUMBERS]
    assert find_unit_rows(["t", "u"], rows) == UnitRows(2, "s, V", "units")


@pytest.mark.parametrize("row", [["continuous", "continuous"], ["avg", "smp"], ["5n", "14n"]])
def test_types_are_named_types(row: list[str]) -> None:
    assert find_unit_rows(["t", "u"], [row, *NUMBERS]).kind == "types"


def test_units_of_short_names_are_found() -> None:
    rows = [["s", "V"], ["a", "1", "2"], ["b", "3", "4"]]
    assert find_unit_rows(["t", "u"], rows).count == 1


def test_one_of_four_units_may_be_unknown() -> None:
    rows = [["s", "m", "cells/mL", "kg"], ["1", "2", "3", "4"], ["4", "5", "6", "7"]]
    assert find_unit_rows(["t", "x", "n", "m"], rows).count == 1
    assert find_unit_rows(["t", "n"], [["s", "cells/mL"], *NUMBERS]).count == 0


def test_text_column_may_have_any_unit() -> None:
    rows = [["", "s"], ["ann", "2"], ["bob", "4"]]
    assert find_unit_rows(["name", "t"], rows).count == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["s", "V"], ["1", "2"]],  # a single row of numbers
        [["s", "2"], *NUMBERS],
        [["NA", "s"], *NUMBERS],
        [["#N/A", "s"], *NUMBERS],
        [["foo", "bar"], *NUMBERS],
        [["", ""], *NUMBERS],
        [["s", "V"], ["", ""], *NUMBERS],
        [["s", "V"], ["ann", "bob"], ["cy", "di"]],
        [["s", "V"], *[["a", "b"]] * 3, *NUMBERS],
    ],
)
def test_rows_of_table_are_no_units(rows: list[list[str]]) -> None:
    assert find_unit_rows(["t", "u"], rows).count == 0
