import pytest

from engine.reading.records import Splitting
from engine.reading.titles import count_title_lines, count_title_rows


@pytest.mark.parametrize(
    ("rows", "titles"),
    [
        (["Mine", "x,y", "1,2"], 1),
        (["Mine,", "Made: 2021,,", "x,y", "1,2"], 2),
        (["2020-01-31", ",x,y", "1,2,3"], 1),
        (["x,y", "1,2"], 0),
        (["Mine", "1,2", "3,4"], 0),
        (["Mine", "x", "1"], 0),
        (["Mine", "x,y"], 0),
        (["Mine", "x,y", "m,s"], 0),
        (["5", "x,y", "1,2"], 0),
        (["Made,me", "x,y", "1,2"], 0),
        (["Mine", "Yours"], 0),
        ([], 0),
    ],
)
def test_title_rows_are_counted(rows: list[str], titles: int) -> None:
    assert count_title_rows([row.split(",") for row in rows]) == titles


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (["Mine\n", "\n", "# so\n", "x,y\n", "1,2\n"], 3),
        (['"Mi\n', 'ne"\n', "x,y\n", "1,2\n"], 2),
        (["Mine\n", "x,y\n", "1,2\n", '"1'], 1),
        (["x,y\n", "1,2\n"], 0),
        ([], 0),
    ],
)
def test_title_lines_are_counted(lines: list[str], titles: int) -> None:
    assert count_title_lines(lines, Splitting(",", "#")) == titles
