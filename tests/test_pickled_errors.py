"""Errors reach another process with their sentence and their attributes."""

import copy
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import engine
import gui
from engine import EngineError, Problem, Settings, import_table
from engine.errors import BadSetting, BadTable, SentenceError
from engine.formula.errors import Mistake
from engine.reading.faults import BadCells, Fault, Faults, NeedsChoice
from engine.reading.formats.extras import Extra
from engine.terms.errors import NoNumber
from gui.errors import GuiError
from gui.transforms.errors import WholeNumber

FAULTS = Faults((Fault(2, 1, "x", "no", "“no” is not a number."),), 3, 2, {1: 3})
FACTS: dict[str, Any] = {
    "first": BadTable("a.csv", "no number.", line=2),
    "faults": FAULTS,
    "second": "Y",
    "first_shape": (3, 2),
    "second_shape": (4, 1),
    "shape": (0, 3),
    "interpretations": (),
    "which": WholeNumber.ROWS,
    "mistake": Mistake.UNKNOWN_NAME,
    "extra": Extra.ARROW,
}
"""Facts by the name of a parameter; others are made from its annotation."""
SAMPLES = {
    NoNumber: NoNumber.LOGARITHM,
    int: 3,
    float: 0.5,
    str: "x",
    Path: Path("a.csv"),
    object: "anything",
}


def classes() -> list[type[SentenceError]]:
    for package in (engine, gui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found = [each for base in (EngineError, GuiError) for each in below(base)]
    return [each for each in found if not each.__module__.startswith("tests")]


def below(base: type[SentenceError]) -> Iterator[type[SentenceError]]:
    yield base
    for each in base.__subclasses__():
        yield from below(each)


def made(cls: type[SentenceError]) -> SentenceError:
    if cls.__init__ is Exception.__init__:
        return cls("A sentence.")
    if issubclass(cls, BadCells):
        return cls(FACTS["first"], FAULTS)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, parameter in [*inspect.signature(cls.__init__).parameters.items()][1:]:
        if name == "first" and "first_shape" in inspect.signature(cls).parameters:
            value: object = "A"
        else:
            value = FACTS[name] if name in FACTS else sample(parameter)
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return cls(*positional, **named)


def sample(parameter: inspect.Parameter) -> object:
    for kind, value in SAMPLES.items():
        if parameter.annotation is kind or str(parameter.annotation).startswith(kind.__name__):
            return value
    has_default = parameter.default is not inspect.Parameter.empty
    return parameter.default if has_default else ("several", "facts")


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_error_survives_pickling(cls: type[SentenceError]) -> None:
    error = made(cls)
    error.add_note("seen in cell 3")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is cls
        assert (str(twin), twin.args) == (str(error), error.args)
        assert vars(twin).keys() == vars(error).keys()
        for name, value in vars(error).items():
            same = vars(twin)[name]
            assert str(same) == str(value)
            assert type(same) is type(value)


def test_there_are_many_errors() -> None:
    assert len(classes()) > 35
    assert {BadCells, NeedsChoice} <= set(classes())


def test_value_that_cannot_be_pickled_goes_as_text() -> None:
    twin = pickle.loads(pickle.dumps(BadSetting("h", lambda: 1, "a number")))
    assert twin.value.startswith("<function")
    assert twin.setting == "h"


def read(path: Path) -> object:
    return import_table(path)


def fit_of_words(cell: str) -> object:
    return Problem([[cell]], [1.0])


def settings_of(h: float) -> object:
    return Settings(h=h)


def test_errors_pass_through_a_process_pool(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n1,2\nno,4\n5,none\n")
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        waiting = [pool.submit(read, path), pool.submit(fit_of_words, "no")]
        waiting.append(pool.submit(settings_of, -1.0))
        errors = [each.exception(60) for each in waiting]
        alive = pool.submit(str, "the pool still works").result(60)
    cells, number, setting = errors
    assert isinstance(cells, BadCells)
    assert (cells.faults.count, cells.line, cells.name) == (2, 3, "a.csv")
    assert isinstance(number, EngineError)
    assert "A, row 1, column 1: “no”" in str(number)
    assert isinstance(setting, BadSetting)
    assert setting.value == -1.0
    assert alive == "the pool still works"
