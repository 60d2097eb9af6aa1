import pytest

from engine.errors import BadNumber
from engine.reading.tables import read_table
from engine.reading.text.fortran import plain_with_letter_e, with_letter_e
from engine.reading.text.number_format import NumberFormat

from ...problems import DATA
from ..texts import table_of


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.5D+03", 1500),
        ("1.5d3", 1500),
        ("-0.25D-01", -0.025),
        (".5D0", 0.5),
        ("1D+02", 100),
        ("0.1234-100", 0.1234e-100),
        ("-1.000+100", -1e100),
    ],
)
def test_number_of_fortran_is_read(cell: str, value: float) -> None:
    assert NumberFormat().parse(cell) == value


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["0.1-100", "0.5E-99"], [1e-101, 0.5e-99]),
        (["0.1E+01", "-.25+101"], [1, -0.25e101]),
        (["0.12D-01", "0.1-100"], [0.012, 1e-101]),
    ],
)
def test_powers_without_letters_are_read(cells: list[str], values: list[float]) -> None:
    table = table_of("x y\n" + "".join(f"{cell} 1\n" for cell in cells))
    assert [row[0] for rows in table.rows([0]) for row in rows.values.tolist()] == values


@pytest.mark.parametrize("other", ["0.3", "100-200", "1e5", "0.3e-5"])
def test_ranges_are_no_numbers(other: str) -> None:
    table = table_of(f"x y\n0.5-100 1\n{other} 2\n")
    (rows,) = table.rows([0])
    assert rows.faults[0].text == "0.5-100"


def test_decimal_comma_of_fortran_is_read() -> None:
    assert NumberFormat(",").parse("1,5D+03") == 1500


@pytest.mark.parametrize(
    "cell", ["1D5", "D5", "1.5D", "0.5-100", "555-123", "1.5-10", "1.234-56", "1.5D+3D", "2D"]
)
def test_code_is_no_number_of_fortran(cell: str) -> None:
    assert with_letter_e(cell) == cell
    with pytest.raises(BadNumber):
        NumberFormat().parse(cell)


def test_plain_lines_keep_their_values() -> None:
    assert plain_with_letter_e(b"1.5 2\n", b"") == b"1.5 2\n"
    assert plain_with_letter_e(b"1.5D+03 2\n", b"D") == b"1.5E+03 2\n"
    assert plain_with_letter_e(b"1D5 2.0D0\n", b"DD") is None
    assert plain_with_letter_e(b"d 2\n", b"d") is None
    assert plain_with_letter_e(b"1.5D+03x\n", b"Dx") is None


def test_file_of_fortran_is_read() -> None:
    table = read_table(DATA / "reports" / "fortran_d_exponents.txt")
    assert table.values.tolist() == [[1, 2], [2, 4.1], [3, 5.9]]
    assert table.notes == ()


def test_names_stand_above_numbers_of_fortran() -> None:
    assert table_of("x y\n1.0D+00 2.0D0\n3.0D0 4.0D0\n").layout.names == ("x", "y")
