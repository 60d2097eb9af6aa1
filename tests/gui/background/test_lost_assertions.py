"""An assertion that fails in a thread must fail its test, even if nothing listens to the report."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[3]
LOSES_AN_ASSERTION = """
    from gui.background import Task

    def fail(_):
        assert "what was read" == "what was expected"

    def test_loses_an_assertion(qtbot):
        task = Task("failing", fail)
        task.start()
        task.wait()
"""


def test_assertion_in_task_fails_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest("from tests.gui.conftest import *")
    pytester.makepyfile(LOSES_AN_ASSERTION)
    # In a process of its own, so that it loses nothing in this test.
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*AssertionError*what was*"])
