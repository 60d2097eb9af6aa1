"""The public face: what scripts and notebooks use, and what must stay stable."""

import dataclasses
import doctest
import inspect
import re
import sys
from pathlib import Path

import numpy as np
import pytest

import engine

NAMES_OF_FIRST_RELEASE = """
    BadRows Choices Difference EngineError Fault Faults Fit Frame History Interrupted Keyframes
    MOST_EPOCHS Matrix Method Precision Preview Problem Rescaling SavedExperiment Settings
    StopReason Table Trace Triangle archived column_scales composed descend fit fitting_h
    gradient history_csv import_table in_original_units learning_rate_limit mean_squared_error
    numpy_code on_unit_columns predict predictions_csv preview random_problem read_archive
    read_table rescaled residual safe_learning_rate triangle_of weights_csv write_whole
"""
"""What ``engine.__all__`` listed before any name changed; scripts may import any of them."""


def test_public_names_exist() -> None:
    assert {name for name in engine.__all__ if hasattr(engine, name)} == set(engine.__all__)
    promised = {
        "Problem",
        "Settings",
        "descend",
        "fit",
        "gradient",
        "predict",
        "mean_squared_error",
    }
    assert promised <= set(engine.__all__)


def test_public_signatures() -> None:
    assert list(inspect.signature(engine.Problem).parameters) == ["A", "Y", "W"]
    assert list(inspect.signature(engine.Settings).parameters)[:5] == [
        "epochs",
        "learning_rate",
        "h",
        "difference",
        "tolerance",
    ]
    assert list(inspect.signature(engine.gradient).parameters) == [
        "problem",
        "W",
        "h",
        "difference",
        "form",
    ]


def test_documented_example_runs() -> None:
    problem = engine.Problem([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [14, 32, 50])
    settings = engine.Settings(
        epochs=10, learning_rate=0.01, h=0.1, difference="central", tolerance=0.0
    )
    for frame in engine.descend(problem, settings):
        assert frame.W.shape == (3, 1)
    assert frame.stop is engine.StopReason.DONE
    result = engine.fit(problem, settings)
    assert (result.epochs, result.stop) == (10, engine.StopReason.DONE)
    assert result.history.epoch.shape == result.history.loss.shape == (11,)
    assert result.W.tolist() == frame.W.tolist()
    for form in ("literal", "vectorised"):
        slopes = engine.gradient(problem, result.W, h=0.1, difference="central", form=form)
        assert slopes.shape == (3, 1)


def test_table_workflow_with_public_names(tmp_path: Path) -> None:
    table, kept = tmp_path / "a.csv", tmp_path / "a.secant"
    table.write_text("x;y\n1,5;3\n2,5;5\n")
    assert engine.preview(table).names == ("x", "y")
    read = engine.read_table(table, decimal=",")
    assert read.values.tolist() == [[1.5, 3], [2.5, 5]]
    saved = engine.SavedExperiment(read.values[:, :1], read.values[:, 1:], np.zeros((1, 1)))
    engine.write_whole(kept, engine.archived(saved))
    assert engine.read_archive(kept).A.tolist() == [[1.5], [2.5]]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Choices", "ReadOptions"), ("Interrupted", "Cancelled"), ("fitting_h", "suggest_h")],
)
def test_renamed_names_still_work(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"engine.{old} is now engine.{new}"):
        assert getattr(engine, old) is getattr(engine, new)


@pytest.mark.filterwarnings("ignore:engine.:DeprecationWarning")
@pytest.mark.parametrize("name", NAMES_OF_FIRST_RELEASE.split())
def test_names_of_first_release_work(name: str) -> None:
    assert getattr(engine, name) is not None


def test_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="nothing_such"):
        engine.nothing_such  # noqa: B018


PUBLIC = {name: getattr(engine, name) for name in engine.__all__}
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
RECORDS = {
    name: thing
    for name, thing in PUBLIC.items()
    if inspect.isclass(thing) and (dataclasses.is_dataclass(thing) or hasattr(thing, "_fields"))
}


def section(thing: object, title: str) -> str:
    """Return a section of a docstring in numpydoc's manner; empty if there is none."""
    _, _, below = (inspect.getdoc(thing) or "").partition(f"{title}\n{'-' * len(title)}\n")
    return re.split(r"\n\n[A-Z]\w+\n---", below)[0]


def described(text: str) -> set[str]:
    """Return the names that a section describes, such as three in ``shift, scale : float``."""
    heads = re.findall(r"^(\S.*)$", text, re.MULTILINE)
    return {name.strip(" *") for head in heads for name in head.split(":")[0].split(",")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_describe_their_parameters(name: str) -> None:
    parameters = set(inspect.signature(FUNCTIONS[name]).parameters)
    assert described(section(FUNCTIONS[name], "Parameters")) == parameters


@pytest.mark.parametrize("name", RECORDS)
def test_records_describe_their_fields(name: str) -> None:
    record = RECORDS[name]
    text = section(record, "Parameters") or section(record, "Attributes")
    assert described(text) == set(inspect.signature(record).parameters)


def test_docstring_examples_hold() -> None:
    names = {**PUBLIC, "np": np}
    runner = doctest.DocTestRunner()
    finder = doctest.DocTestFinder(recurse=False)
    for name, thing in PUBLIC.items():
        module = sys.modules.get(getattr(thing, "__module__", None) or "")
        if module is not None and module.__name__.startswith("engine."):
            for example in finder.find(thing, name, module, extraglobs=names):
                runner.run(example)
    assert runner.summarize(verbose=False).failed == 0
    assert runner.tries > 10
