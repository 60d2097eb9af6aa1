from pathlib import Path

import pytest

from engine import read_table
from engine.reading.preview import preview
from engine.reading.text.records import CellSplitter
from engine.reading.text.rows_like_comments import are_outside_quotes, find_rows_like_comments

HASH = CellSplitter(",", "#").is_comment
PERCENT = CellSplitter(",", "%").is_comment


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("tag,who,n\n#love,a,1\nrain,b,2\n", ["#love,a,1\n"]),
        ("tag;n\n#7 Ann;3,5\nBob;4\n", ["#7 Ann;3,5\n"]),
        ("tag\tn\tm\n#a\tNA\t3\nb\t4\t5\n", ["#a\tNA\t3\n"]),
        ("#love,12\n#sun,5\n", ["#love,12\n", "#sun,5\n"]),
        ("tag,n\n#love,12\n#sun,5\n", ["#love,12\n", "#sun,5\n"]),
        ("# made in 2021\ntag,n\n#love,12\nsun,5\n", ["#love,12\n"]),
        ("# made by me, 2021\nname,y\nann,2\nbob,3\n", []),
        ("# made by me, 2021\nx,y\n1,2\n3,4\n", []),
        ("who,n\n#love,\nrain,6\nsun,7\n", ["#love,\n"]),
        ("# by me\nid,h,n\n#1,a,3\n#2,b,4\n", ["#1,a,3\n", "#2,b,4\n"]),
        ("# x,y\n1,2\n", []),
        ("x,y\n1,2\n# 3,4\n", []),
        ("x,y\na,2\n# about, b\nc,3\n", []),
        ("x,y\na,2\n# about b\nc,3\n", []),
        ("x,y\na,2\n#b,3,4\nc,3\n", []),
        ("1 2\n#run 5\n", []),
        ("#a,1\n", []),
        ("", []),
    ],
)
def test_rows_like_comments_are_found(text: str, rows: list[str]) -> None:
    assert list(find_rows_like_comments(text.splitlines(keepends=True), HASH)) == rows


def test_percent_begins_a_row_too() -> None:
    lines = ["what,y\n", "% urban,56\n", "income,10\n"]
    assert find_rows_like_comments(lines, PERCENT) == ("% urban,56\n",)


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ('1,"a\n# b"\n# c\n', "+-+"),
        ('1,"a\n# ""b""\n\n",2\n# c\n', "+---+"),
        ('"a","b"\n# c\n', "++"),
        ('# say "no\n1,2\n', "++"),
        ('5" pipe,2\n# c\n', "++"),
        ('1, "inch\n# c\n2,3\n', "+++"),
        ('1,"a\nb","c\nd"\n# e\n', "+--+"),
    ],
)
def test_lines_inside_quotes_are_known(text: str, outside: str) -> None:
    lines = text.splitlines(keepends=True)
    found = are_outside_quotes(lines, HASH)
    assert "".join("+" if each else "-" for each in found) == outside


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('id,note,y\n1,"a\n# b",2\n3,c,4\n', ["id", "y"]),
        ('# by me\nid,note,y\n1,"a\n# b",2\n3,c,4 # d\n', ["id", "y"]),
        ('# 5" pipe\nid,y\n1,2\n# "what\n3,4\n', ["id", "y"]),
        ('% by me\nid,note,y\n1,"a\n\n% b\n",2\n3,c,4\n', ["id", "y"]),
    ],
)
def test_comments_go_but_quoted_lines_stay(tmp_path: Path, text: str, names: list[str]) -> None:
    (tmp_path / "t.csv").write_text(text)
    assert read_table(tmp_path / "t.csv", columns=names).values.tolist() == [[1, 2], [3, 4]]


FAR = "joy,1,2\n" * 300


@pytest.mark.parametrize(
    ("text", "row", "line"),
    [
        ("# by me\nx,y\n1,2\n#3,4\n5,6\n", "#3,4", 4),
        ("# by me\nx y\n1 2\n# 3 4\n5 6\n", "# 3 4", 4),
        ("% by me\n1\t2\n%3\t4\n5\t6\n", "%3\t4", 3),
        (f"# by me\ntag,x,y\n{FAR}#7 Ann,3,4\n#8 Bob,5,6\n", "#7 Ann,3,4", 303),
        (f"# by me\ntag,x,y\n{FAR}#love,3,4\n", "#love,3,4", 303),
        ("# x,y\n1,2\n# so far, so good\n#3,4\n5,6\n", "#3,4", 4),
    ],
)
def test_skipped_row_is_told(tmp_path: Path, text: str, row: str, line: int) -> None:
    (tmp_path / "t.csv").write_text(text)
    for notes in (
        read_table(tmp_path / "t.csv", columns="numeric").notes,
        preview(tmp_path / "t.csv").notes,
    ):
        assert sum("left out as a comment" in note for note in notes) == 1
        assert notes[0].startswith(f"“{' '.join(row.split())}” in line {line} was left out")


@pytest.mark.parametrize(
    "text",
    [
        "# 1,2\nx,y\n1,2\n3,4\n",
        "# 1,2\n# 3,4\n1,2\n3,4\n",
        "# x,y\n1,2\n# a,b\n3,4\n",
        "# x,y\n1,2\n# 7\n3,4\n",
        "# x y\n1 2\n# run 5\n3 4\n",
        '# by me\nx,y,n\n1,2,"a\n#3,4,b\n"\n5,6,c\n',
    ],
)
def test_comment_is_not_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    assert not any("as a comment" in note for note in preview(tmp_path / "t.csv").notes)
