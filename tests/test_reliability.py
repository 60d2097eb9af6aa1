"""docs/reliability.md names tests that exist, and the states and moments that they cover."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE)))
COMMANDS = sorted(set(re.findall(r"python3 -m (tests[\w.]*)", PAGE)))


@cache
def parsed(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def listed(title: str) -> dict[str, str]:
    """Return what the list below a title names, with what it says of each."""
    (section,) = re.findall(rf"^### {title}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^- `(\w+)`: (.+)$", section, re.MULTILINE))


@pytest.mark.parametrize("name", NAMED)
def test_named_tests_exist(name: str) -> None:
    path, _, function = name.partition("::")
    assert (ROOT / path).is_file()
    functions = {n.name for n in parsed(path).body if isinstance(n, ast.FunctionDef)}
    assert not function or function in functions


@pytest.mark.parametrize("command", COMMANDS)
def test_named_commands_exist(command: str) -> None:
    path = ROOT / command.replace(".", "/")
    assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_each_promise_names_a_test() -> None:
    tables = re.findall(r"^\|(.+)\|$", PAGE, re.MULTILINE)
    heads = ("promise", "fault", "---", "figure")
    promises = [row for row in tables if not row.strip().startswith(heads) and "`" in row]
    assert len(promises) > 25
    assert [row for row in promises if "`tests/" not in row] == []


def test_signal_states_are_those_tested() -> None:
    (states,) = (
        node
        for node in parsed("tests/e2e/signal_driver.py").body
        if isinstance(node, ast.ClassDef) and node.name == "SignalState"
    )
    tested = {
        node.targets[0].id: node.value.value
        for node in states.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    assert len(tested) > 20
    assert listed("States in which a signal arrives") == tested


def test_kill_moments_are_those_tested() -> None:
    (scenes,) = (
        node.value
        for node in parsed("tests/gui/recovery/test_orders.py").body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SCENES"
    )
    assert isinstance(scenes, ast.List)
    tested = {ast.unparse(scene) for scene in scenes.elts}
    assert set(listed("Moments of a kill")) == tested
