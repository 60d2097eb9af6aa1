import pytest

from engine.reading.faults import (
    MOST_KEPT,
    OF_ARRAY,
    OF_SHEET,
    OF_TEXT,
    WHOLE_ROW,
    Fault,
    NeedsChoice,
    PlaceForms,
    Tally,
    error_at,
)


def fault(line: int, column: int = 1) -> Fault:
    return Fault(line, column, "x", "oops", "“oops” is not a number.")


def test_faults_are_counted() -> None:
    tally = Tally()
    tally.add([], 0)
    tally.add([fault(2, 3), fault(2, 1), fault(5, 3)], 2)
    tally.add([fault(7, WHOLE_ROW)], 1)
    faults = tally.faults
    assert faults.first == (fault(2, 3), fault(2, 1), fault(5, 3), fault(7, WHOLE_ROW))
    assert (faults.count, faults.rows) == (4, 3)
    assert faults.by_column == {1: 1, 3: 2}
    assert list(faults.by_column) == [1, 3]


def test_only_first_faults_are_kept() -> None:
    tally = Tally()
    for block in range(5):
        tally.add([fault(40 * block + k) for k in range(40)], 40)
    faults = tally.faults
    assert faults.first == tuple(fault(k) for k in range(MOST_KEPT))
    assert (faults.count, faults.rows, faults.by_column) == (200, 200, {1: 200})


@pytest.mark.parametrize(
    ("at_fault", "forms", "message"),
    [
        (fault(3, 2), OF_TEXT, "t.csv, line 3, column 2 (x): “oops” is not a number."),
        (
            fault(3, 2)._replace(name=""),
            OF_ARRAY,
            "t.csv, row 3, column 2: “oops” is not a number.",
        ),
        (Fault(4, WHOLE_ROW, "", "", "too short."), OF_TEXT, "t.csv, line 4: too short."),
        (fault(3)._replace(name="len\r\n in m"), OF_TEXT, "t.csv, line 3, column 1 (len in m): "),
        (fault(3)._replace(name="n" * 99), OF_TEXT, f"t.csv, line 3, column 1 ({'n' * 39}…): "),
    ],
)
def test_error_names_place_of_fault(at_fault: Fault, forms: PlaceForms, message: str) -> None:
    refused = error_at("t.csv", at_fault, forms)
    assert str(refused).startswith(message)
    in_sheet = error_at("t.xlsx", at_fault, OF_SHEET, sheet="S")
    assert str(in_sheet).startswith(f"t.xlsx, sheet S, row {at_fault.line}")
    assert (refused.name, refused.line, refused.problem) == (
        "t.csv",
        at_fault.line,
        at_fault.reason,
    )


def test_choice_names_option_and_values() -> None:
    error = NeedsChoice("t.txt", "it holds 2 tables. Choose one: A or B.", "sheet", ["A", "B"])
    assert (error.option, error.values) == ("sheet", ("A", "B"))
    assert str(error) == "t.txt: it holds 2 tables. Choose one: A or B."
