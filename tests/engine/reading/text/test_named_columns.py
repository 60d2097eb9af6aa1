import pytest

from engine.reading.options import BadRows, ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table

from ...problems import DATA
from ..texts import table_of

REPORTS = DATA / "reports"


@pytest.mark.parametrize(
    ("name", "names", "last", "note"),
    [
        ("r_write_table_default.csv", "x z y", [0.9, 5, 4.5], "row names (“1, 2, 3”)"),
        ("r_write_table_text_names.txt", "x z y", [0.9, 5, 4.5], "row names (“r1, r2, r3”)"),
        ("r_printed_data_frame.txt", "temp pressure y", [5.5338, -63.086, -0.5894], "row names"),
        ("units_row.csv", "t p y", [5.5338, -63.086, -0.5894], "1 line of units below the names"),
        (
            "units_row_brackets_blank_line.csv",
            "Time|Channel A|Channel B",
            [5.5338, -63.086, -0.5894],
            "units below the names was left out (“(ms), (V), (mV)”)",
        ),
        (
            "units_and_comment_rows.dat",
            "Temperature Pressure Signal",
            [5.5338, -63.086, -0.5894],
            "2 lines of units below the names were left out (“K, Pa, V”)",
        ),
        ("three_row_header.tab", "x z y", [3, 5, 8], "2 lines of types"),
        ("logger_names_short_names_units.txt", "Time Position", [0.2, 2], "2 lines of units"),
        (
            "labview.lvm",
            "X_Value Voltage Current",
            [5.5338, -63.086, -0.5894],
            "“Comment” was left",
        ),
    ],
)
def test_what_is_no_number_is_told(name: str, names: str, last: list[float], note: str) -> None:
    table = read_table(REPORTS / name)
    assert table.names == tuple(names.split("|") if "|" in names else names.split())
    assert table.values[-1].tolist() == last
    assert note in table.notes[-1]
    again = import_table(REPORTS / name, preview(REPORTS / name).options)
    assert (again.names, again.values.tolist()) == (table.names, table.values.tolist())


def test_printed_tibble_is_read() -> None:
    table = table_of(
        "# A tibble: 2 x 2\n      x     y\n  <dbl> <dbl>\n1   0.5     1\n2   0.7     2\n"
    )
    assert table.layout.names == ("", "x", "y")
    assert table.layout.row_names == 0
    assert table.options.columns == (2, 3)
    assert table.notes[0] == "1 line of units below the names was left out (“<dbl>, <dbl>”)."


def test_chosen_row_names_are_read() -> None:
    table = table_of("x\ty\n1\t5\t6\n2\t7\t8\n", ReadOptions(columns=(1, "y")))
    assert table.options.columns == (1, "y")
    assert not table.notes


def test_units_count_as_lines() -> None:
    (rows,) = table_of("x,y\ns,V\n1,2\n\n3,a\n").rows(range(2))
    assert [fault.line for fault in rows.faults] == [5]


def test_units_are_rows_without_header() -> None:
    assert not table_of("x,y\ns,V\n1,2\n3,4\n", ReadOptions(header=False)).notes


def test_names_above_skipped_text_are_dropped() -> None:
    skipping = ReadOptions(bad_rows=BadRows.SKIP)
    table = table_of("Made,by me\nx,y\n1,2\n3,4\n", skipping)
    assert table.layout.names == ()
    assert "“Made” are above skipped text" in table.notes[0]


@pytest.mark.parametrize("row", ["NA,2", "NA,NA", "1,oops", "missing,missing", ",2", "#N/A,#N/A"])
def test_names_above_gaps_are_kept(row: str) -> None:
    table = table_of(f"x,y\n{row}\n1,2\n3,4\n", ReadOptions(bad_rows=BadRows.SKIP))
    assert (table.layout.names, table.notes) == (("x", "y"), ())
