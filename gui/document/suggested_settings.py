"""Suggested settings for a table on which nothing has run yet."""

from dataclasses import replace

from engine import Problem, Settings, on_unit_columns, safe_learning_rate, suggest_h
from engine.settings import SAFE
from engine.stability import affordable_limit


def suggest_settings(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a stable η, and an h that fits the scale of the problem."""
    problem = _scaled_problem(problem, settings)
    h = suggest_h(problem, settings.difference, settings.precision)
    return replace(settings, learning_rate=safe_learning_rate(affordable_limit(problem)), h=h)


def with_fixed_rate(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with a number for η if it is ``SAFE``, because a field shows a number."""
    if settings.learning_rate != SAFE:
        return settings
    rate = safe_learning_rate(affordable_limit(_scaled_problem(problem, settings)))
    return replace(settings, learning_rate=rate)


def _scaled_problem(problem: Problem, settings: Settings) -> Problem:
    return on_unit_columns(problem) if settings.scale_columns else problem
