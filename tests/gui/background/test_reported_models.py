"""What Qt asks of a model or delegate is answered though it raises, and the error is reported."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import gui

ASKED = ("data", "headerData", "flags", "setData", "mimeData", "displayText")
ROOT = Path(gui.__file__).parents[1]


def answers() -> list[tuple[str, str, str]]:
    """Return the methods that report what is raised: their module, class and name."""
    found = []
    for path in sorted((ROOT / "gui").rglob("*.py")):
        for cls in (
            n for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.ClassDef)
        ):
            for each in (n for n in cls.body if isinstance(n, ast.FunctionDef)):
                if each.name in ASKED and "report(error)" in ast.unparse(each):
                    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    found.append((module, cls.name, each.name))
    return found


def test_models_are_found() -> None:
    assert len(answers()) >= 15


@pytest.mark.parametrize(("module", "cls", "name"), answers())
def test_error_of_an_answer_is_reported(
    module: str, cls: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, reported = importlib.import_module(module), list[BaseException]()
    monkeypatch.setattr(loaded, "report", reported.append)
    method = getattr(loaded, cls).__dict__[name]
    names = [
        each.name
        for each in list(inspect.signature(method).parameters.values())[1:]
        if each.default is inspect.Parameter.empty
    ]
    for orientation in Qt.Orientation:
        facts = [orientation if each == "orientation" else object() for each in names]
        method(object(), *facts)  # which has nothing that it asks for
    assert reported
