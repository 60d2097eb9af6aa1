"""Runs for the tests of reports: a line through points, and what goes wrong."""

from typing import Any

import numpy as np

from engine import Problem, fit
from engine.settings import Settings
from engine.writing.report.facts import ReportedRun

HOSTILE = (
    *("<script>alert(1)</script>", 'a"b&c', "x' onload='y", "\x1b[31m]]>"),
    *("{h}%s", "<img src=http://x/>"),
)
"""Names that are code, attributes, addresses and controls of a terminal."""


def line_problem(rows: int = 20) -> Problem:
    """Return points beside a line, with an intercept."""
    x = np.linspace(-1, 1, rows)
    noise = np.sin(7 * np.arange(rows)) / 5
    return Problem(np.column_stack((np.ones(rows), x)), 2 + 3 * x + noise)


def reported(problem: Problem | None = None, *names: str, **settings: Any) -> ReportedRun:  # noqa: ANN401
    """Run to the end, and return all that its report is about."""
    chosen = Settings(**{"learning_rate": "safe", "until_converged": True, **settings})
    *inputs, output = names or ("",)
    return ReportedRun.of_fit(fit(problem or line_problem(), chosen), inputs, output).completed()
