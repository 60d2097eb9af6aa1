import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import engine

FILE = str(Path(engine.__file__).with_name("requirements.py"))


def test_this_python_is_enough() -> None:
    assert runpy.run_path(FILE)["_missing"] == ""


@pytest.mark.parametrize(
    ("module", "said"),
    [(None, "needs numpy: install it"), (SimpleNamespace(version="1.26.4"), "numpy 2 or newer")],
)
def test_missing_numpy_is_named(module: object, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy.version", module)
    with pytest.raises(ImportError, match=said):
        runpy.run_path(FILE)


def test_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(ImportError, match=r"Python 3\.11 or newer, and this is Python 3\.9"):
        runpy.run_path(FILE)
