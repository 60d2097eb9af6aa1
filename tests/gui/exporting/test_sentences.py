import pytest

from gui.exporting import sentences


@pytest.mark.parametrize(
    ("count", "weights", "rows"),
    [(1, "1 weight", "1 row"), (1200, "1,200 weights", "1,200 rows")],
)
def test_copied_numbers_are_counted(count: int, weights: str, rows: str) -> None:
    assert sentences.copied_weights(count, "LaTeX") == f"Copied {weights} as LaTeX."
    assert sentences.copied_rows(count, "LaTeX") == f"Copied {rows} as LaTeX."


def test_copied_code_tells_its_use() -> None:
    assert sentences.CopiedCode.OF_RUN.text == "Copied NumPy code that reproduces the run."
    assert sentences.CopiedCode.OF_TABLE.text.endswith("starts a run of this table.")
    assert sentences.code_loads("a.secant").startswith("It loads a.secant; ")


def test_written_path_is_named() -> None:
    assert sentences.writing("losses/a.csv") == "Writing losses/a.csv…"
