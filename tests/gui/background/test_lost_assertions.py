"""An assertion that fails in a thread must fail its test, even if nothing listens to the report."""

import pytest

pytest_plugins = ["pytester"]

LOSES_AN_ASSERTION = """
    from gui.background import Task

    def fail(_):
        assert "what was read" == "what was expected"

    def test_loses_an_assertion(qtbot):
        task = Task("failing", fail)
        task.start()
        task.wait()
"""


@pytest.fixture(autouse=True)
def no_assertion_lost() -> None:
    """Replace the fixture outside of the test run that this file starts."""


def test_assertion_in_a_task_fails_its_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.gui.conftest import *")
    pytester.makepyfile(LOSES_AN_ASSERTION)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*AssertionError*what was*"])
