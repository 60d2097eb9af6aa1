import importlib.util
from pathlib import Path

import pytest

from gui.first_launch.bytecode import PACKAGES, compile_sources


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / package / "part" / "module.py" for package in PACKAGES]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_text("answer = 42\n")
    return paths


def test_every_module_is_compiled(tmp_path: Path, sources: list[Path]) -> None:
    compile_sources(tmp_path)
    for path in sources:
        assert Path(importlib.util.cache_from_source(str(path))).exists()


def test_unwritable_cache_is_ignored_silently(
    tmp_path: Path, sources: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    for path in sources:
        (path.parent / "__pycache__").write_text("in the way")
    compile_sources(tmp_path)
    assert capfd.readouterr() == ("", "")
    assert [path.read_text() for path in sources] == ["answer = 42\n"] * len(sources)
