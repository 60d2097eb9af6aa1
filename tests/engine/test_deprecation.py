from pathlib import Path

import pytest

from engine import ReadOptions, import_table, preview
from engine.deprecation import renamed_parameter


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("a;y\n1,5;2\n3;4,5\n")
    return path


def test_old_parameter_warns_and_works(table: Path) -> None:
    options = ReadOptions(decimal=",")
    with pytest.warns(DeprecationWarning, match=r"import_table\(…, choices=…\) is now options=…"):
        old = import_table(table, choices=options)  # type: ignore[call-arg]
    assert old.values.tolist() == import_table(table, options=options).values.tolist()


def test_old_attribute_warns_and_works(table: Path) -> None:
    with pytest.warns(DeprecationWarning, match=r"preview\("):
        seen = preview(table, choices=ReadOptions(header=False))  # type: ignore[call-arg]
    with pytest.warns(DeprecationWarning, match="Preview.choices is now Preview.options"):
        assert seen.choices is seen.options


def test_unknown_parameter_is_still_refused() -> None:
    @renamed_parameter("old", "new")
    def double(new: int) -> int:
        return 2 * new

    assert double(3) == double(new=3) == 6
    with pytest.raises(TypeError, match="other"):
        double(other=3)  # type: ignore[call-arg]


def test_old_options_warn_and_work() -> None:
    options = ReadOptions(skip_rows=3)
    with pytest.warns(DeprecationWarning, match=r"ReadOptions.rows_to_skip"):
        assert options.skipped == 3
    with pytest.warns(DeprecationWarning, match=r"ReadOptions.detects_titles"):
        assert not options.seeks_titles
