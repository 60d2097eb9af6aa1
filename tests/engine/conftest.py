"""How the engine's tests run: hypothesis without chance or clock, pytest without Qt."""

import pytest
from hypothesis import settings

settings.register_profile("secant", deadline=None, derandomize=True)
settings.load_profile("secant")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's settings where it is not installed: pytest refuses unknown ones."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for setting in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(setting, "of pytest-qt, which is not installed")
