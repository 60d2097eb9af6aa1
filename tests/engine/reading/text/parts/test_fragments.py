import pytest

from engine.reading.options import BadRows, ReadOptions
from engine.reading.text.parts.fragments import FragmentCheck, PrintedSize, find_printed_size
from engine.reading.text.text import BLOCK_SIZE, TextBlock, TextPosition

from ...texts import table_of

ROWS = "      x     y\n  <dbl> <dbl>\n1   1.5     3\n2   2.5     5\n3   3.5     7\n"
PSQL = " x | y\n---+---\n 1 | 2\n 3 | 4\n"


def notes_of(text: str, size: int = BLOCK_SIZE) -> tuple[list[str], list[str]]:
    """Return what is told of the sizes, before the rows are read and while they are."""
    table = table_of(text, ReadOptions(bad_rows=BadRows.SKIP), size)
    columns = [k for k in range(table.layout.width) if k not in table.layout.naming_columns]
    while_read = [note for rows in table.rows(columns) for note in rows.notes]
    return (
        [note for note in table.notes if "The text holds" in note],
        [note for note in dict.fromkeys(while_read) if "The text holds" in note],
    )


@pytest.mark.parametrize("size", [64, BLOCK_SIZE])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"# A tibble: 53,940 × 2\n{ROWS}# ℹ 53,937 more rows\n", "3 of 53,940 rows"),
        (f"# A tibble: 1,000 x 2\n{ROWS}# … with 997 more rows\n", "3 of 1,000 rows"),
        (f"# A tibble: 10 × 2\n{ROWS}# i 7 more rows\n# i Use `print(n = ...)`\n", "3 of 10 rows"),
        (f"{ROWS}# ... with 7 more rows\n", "3 of 10 rows"),
        (f"# A tibble: 3 × 9\n{ROWS}# ℹ 7 more variables: z <dbl>\n", "2 of 9 columns"),
        (f"# A tibble: 9 × 2\n{ROWS}", "3 of 9 rows"),
        (f"{PSQL}(100 rows)\n", "2 of 100 rows"),
        (f"{PSQL}(1 row)\n", "2 rows, but counts 1"),
        (
            "   x  y\n1  1  2\n2  3  4\n3  5  6\n"
            " [ reached 'max' / getOption(\"max.print\") -- omitted 97 rows ]\n",
            "3 of 100 rows",
        ),
        (
            "     x    y\n0    0    0\n1    1    2\n..  ..   ..\n98  98  196\n99  99  198\n\n"
            "[100 rows x 2 columns]\n",
            "4 of 100 rows",
        ),
    ],
)
def test_fragment_names_both_numbers(text: str, told: str, size: int) -> None:
    found, while_read = notes_of(text, size)
    assert [told in note for note in found] == [True], found
    assert while_read == found


@pytest.mark.parametrize(
    "text",
    [
        f"# A tibble: 3 × 2\n{ROWS}",
        f"{ROWS}# 3 rows, and no more rows\n",
        f"{PSQL}(2 rows)\n",
        "     x  y\n0    0  0\n1    1  2\n\n[2 rows x 2 columns]\n",
        "# shape: (100, 2) is another table's\nx,y\n1,2\n3,4\n",
    ],
)
def test_whole_table_is_no_fragment(text: str) -> None:
    assert notes_of(text) == ([], [])


def test_rows_and_columns_are_missing() -> None:
    text = f"{ROWS}# … with 997 more rows, and 2 more variables: z <dbl>, u <dbl>\n"
    found, _ = notes_of(text)
    assert [note.split(":")[0] for note in found] == [
        "The text holds 3 of 1,000 rows",
        "The text holds 2 of 4 columns",
    ]


def test_column_of_dots_is_no_column() -> None:
    text = "   a  ...  z\n0  1  ...  5\n1  3  ...  6\n2  4  ...  8\n\n[3 rows x 26 columns]\n"
    found, _ = notes_of(text)
    assert [note.split(":")[0] for note in found] == ["The text holds 2 of 26 columns"]


def test_size_is_above_the_rows() -> None:
    assert find_printed_size(["> d\n", "# A tibble: 1,000 × 2\n"]).rows == 1000
    assert find_printed_size(["shape: (1_000, 2)\n"]) == PrintedSize(1000, 2, "shape: (1_000, 2)")
    assert find_printed_size(["x y\n", "1 2\n"]) == PrintedSize()


def test_rows_of_earlier_blocks_count() -> None:
    check = FragmentCheck(PrintedSize(), 2)
    first = TextBlock(b"1 2\n", TextPosition(0, 1), 0.5)
    assert check.check_block(first, 1, 0) == ()
    last = TextBlock(b"3 4\n", TextPosition(4, 2), 1.0, (), "(9 rows)", is_last=True)
    assert check.check_block(last, 1, 0) == ("The text holds 2 of 9 rows: “(9 rows)”.",)
