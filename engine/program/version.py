"""The version of Secant, which ``pyproject.toml`` and the window read from here."""

VERSION = "0.2.0"
