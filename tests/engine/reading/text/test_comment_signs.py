import pytest

from engine.reading.tables import read_table
from engine.reading.text.comment_signs import guess_rare_comment

from ...problems import DATA
from ..texts import table_of

ROWS = "1 2\n3 4\n"


@pytest.mark.parametrize("sign", ["!", "//", "*", "--", ";"])
def test_sign_before_words_starts_comments(sign: str) -> None:
    table = table_of(f"{sign} made by me\n{ROWS}{sign} end\n")
    (rows,) = table.rows(range(2))
    assert rows.values.tolist() == [[1, 2], [3, 4]]
    assert not rows.faults
    assert table.notes == (f"Lines that begin with {sign} were left out: they are comments.",)


def test_file_with_exclamation_mark_is_read() -> None:
    table = read_table(DATA / "reports" / "comment_bang.txt")
    assert (table.names, table.values.tolist()) == ((), [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    "text",
    [
        "*Ann,5\n*Bob,6\n",
        "!x,5\n1,2\n3,4\n",
        "x,y\n--,5\n1,2\n",
        "x|y\n--|--\n1|2\n",
        ";a;b\n;1;2\n",
        "x,y\n*,5\n1,2\n",
        "*****\n1 2\n",
        "x,y\n1,2\n",
    ],
)
def test_row_is_no_comment(text: str) -> None:
    assert guess_rare_comment(text.splitlines(keepends=True)) == ""


def test_missing_value_stays_below_comments() -> None:
    (rows,) = table_of("-- made by me\n1,2\n--,5\n").rows(range(2))
    assert [fault.text for fault in rows.faults] == ["--"]


def test_footnote_of_number_is_no_comment() -> None:
    (rows,) = table_of("* made by me\n1 2\n3,4 *\n").rows(range(2))
    assert rows.faults
