"""Settings for a table that no descent has seen yet."""

from dataclasses import replace

from engine import Problem, Settings, on_unit_columns, safe_learning_rate, suggest_h
from engine.settings import SAFE
from engine.stability import affordable_limit


def suggest_settings(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with an η at which the problem is stable, and an h of its scale."""
    problem = _descended(problem, settings)
    h = suggest_h(problem, settings.difference, settings.precision)
    return replace(settings, learning_rate=safe_learning_rate(affordable_limit(problem)), h=h)


def with_fixed_rate(problem: Problem, settings: Settings) -> Settings:
    """Return the settings with η a number, such as a field shows, where it is to be safe."""
    if settings.learning_rate != SAFE:
        return settings
    rate = safe_learning_rate(affordable_limit(_descended(problem, settings)))
    return replace(settings, learning_rate=rate)


def _descended(problem: Problem, settings: Settings) -> Problem:
    return on_unit_columns(problem) if settings.scale_columns else problem
