import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ColumnChoice, ReadOptions
from engine.reading.tables import read_table

from ...problems import DATA
from ..texts import table_of

BELOW = "1,2,3,4\n2,3,4,6\n"


def test_wavelengths_need_a_choice() -> None:
    path = DATA / "reports" / "wavelengths_as_names.csv"
    with pytest.raises(
        NeedsChoice, match="line 1: 400, 410, 420 and “y” can be the names"
    ) as asked:
        read_table(path)
    assert (asked.value.option, asked.value.values) == ("header", (True, False))
    assert read_table(path, header=True).names == ("400", "410", "420", "y")
    with pytest.raises(BadTable, match="line 1, column 4: “y” is not a number"):
        read_table(path, header=False)


@pytest.mark.parametrize("first", ["4000,3998,3996,y", "400.5,401.0,401.5,y", "400,500,y,600"])
def test_other_steps_need_a_choice(first: str) -> None:
    with pytest.raises(NeedsChoice):
        table_of(f"{first}\n{BELOW}")


@pytest.mark.parametrize("first", ["400,350,410,y", "1,2,3,y", "400,410,,y", "400,y,410,z"])
def test_odd_row_needs_no_choice(first: str) -> None:
    assert table_of(f"{first}\n{BELOW}").layout.width == 4


def test_leading_name_decides() -> None:
    assert table_of(f"y,400,410,420\n{BELOW}").layout.names == ("y", "400", "410", "420")


def test_text_below_needs_no_choice() -> None:
    assert not table_of("400,410,420,y\n1,2,3,a\n2,3,4,b\n").options.header


NUMBERS = "1.7,2.5,2.9,4.4\n3.4,3.7,1.6,6.1\n"
LABELS = "ann,2.5,2.9,4.4\nbob,3.7,1.6,6.1\n"


@pytest.mark.parametrize("columns", [None, ColumnChoice.NUMERIC])
@pytest.mark.parametrize(
    ("first", "below"),
    [
        ("site,400.5,410.5,y", NUMBERS),
        ("n,0.5,1.0,y", NUMBERS),
        ("label,1e3,2e3,y", NUMBERS),
        ("label,1e3,2e3,y", LABELS),
        ("well,1E1,1F1,y", LABELS),
        ("gene,77D1,12E3,expr", NUMBERS),
        ("gene,77D1,12E3,expr", LABELS),
        ("compound,0.1,0.3,1.0", LABELS),
        ("time,3.5,2.5,y", NUMBERS),
        (",0.5,1.0,2.0", NUMBERS),
        ("400,410,420,430", NUMBERS),
        ("2018,2019,2020,2021", NUMBERS),
        ("900,800,700,600", NUMBERS),
        ("100,200,300,400", "1e6,2e6,3e6,4e6\n2e6,3e6,1e6,5e6\n"),
    ],
)
def test_names_like_numbers_are_asked(first: str, below: str, columns: ColumnChoice | None) -> None:
    text = f"{first}\n{below}"
    with pytest.raises(NeedsChoice, match="can be the names") as asked:
        table_of(text, ReadOptions(columns=columns))
    assert (asked.value.option, asked.value.values) == ("header", (True, False))
    names = table_of(text, ReadOptions(columns=columns, header=True)).layout.names
    assert names == tuple(first.split(","))


@pytest.mark.parametrize(
    ("first", "below"),
    [
        ("t,0.1,0.3,1.0", NUMBERS),
        ("t,1e-1,1e0,1e1", NUMBERS),
        (",0.1,0.3,1.0", LABELS),
    ],
)
def test_growing_decimals_are_names(first: str, below: str) -> None:
    assert table_of(f"{first}\n{below}").layout.names == tuple(first.split(","))


@pytest.mark.parametrize(
    "text",
    [
        "ann,0.5,0.4\nbob,0.6,0.7\n",
        "1,2,3\n0.01,0.02,0.03\n0.01,0.02,0.03\n",
        "400,410,425\n1,2,3\n4,5,6\n",
        "400,410,420\n1,2,500\n4,5,6\n",
        "400,410,420\n1,2,3\n",
        "400,410\n1,2\n3,4\n",
    ],
)
def test_ordinary_rows_need_no_choice(text: str) -> None:
    assert table_of(text).options.header is False
