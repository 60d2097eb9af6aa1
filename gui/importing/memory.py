"""Stores how each file was imported, for the next time."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from engine import EngineError
from engine.reading.choices import Choices

from ..preferences import Preferences
from .roles import Role
from .wishes import Wishes

MOST_FILES = 50
"""Keeps the preferences small: 50 files take a few kilobytes."""
KEY = "imports"
LETTERS = {Role.A: "A", Role.Y: "Y", Role.OUT: "-"}
GUESSED = "."
STORED_OPTIONS = [field.name for field in fields(Choices) if field.name != "columns"]


class Memory:
    """The options for the most recently imported files, as one JSON text in the preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def load(self, path: Path) -> Wishes:
        """Return the options for a file; defaults if none are stored or they are invalid."""
        return _from_json(self._stored().get(_key(path)))

    def store(self, path: Path, options: Wishes) -> None:
        """Store the options for a file, and forget the oldest if there are too many."""
        stored = self._stored()
        stored.pop(_key(path), None)
        if not options.are_default:
            stored[_key(path)] = _to_json(options)
        latest = dict(list(stored.items())[-MOST_FILES:])
        self._preferences.keep_choice(KEY, json.dumps(latest, ensure_ascii=False))

    def _stored(self) -> dict[str, object]:
        try:
            stored = json.loads(self._preferences.choice(KEY, "{}"))
        except (ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}


def _key(path: Path) -> str:
    return str(path.absolute())


def _to_json(options: Wishes) -> Mapping[str, object]:
    defaults = Choices()
    chosen = {
        name: getattr(options.read_options, name)
        for name in STORED_OPTIONS
        if getattr(options.read_options, name) != getattr(defaults, name)
    }
    columns = range(1, options.width + 1)
    letters = [LETTERS[options.roles[k]] if k in options.roles else GUESSED for k in columns]
    return {"choices": chosen, "roles": "".join(letters)}


def _from_json(stored: object) -> Wishes:
    match stored:
        case {"choices": dict(chosen), "roles": str(letters)}:
            roles = {letter: role for role, letter in LETTERS.items()}
            chosen_roles = {k: roles[c] for k, c in enumerate(letters, start=1) if c in roles}
            return Wishes(_read_options_of(chosen), chosen_roles, len(letters))
    return Wishes()


def _read_options_of(chosen: Mapping[str, object]) -> Choices:
    known = {
        name: value
        for name, value in chosen.items()
        if name in STORED_OPTIONS and isinstance(value, (str, int))
    }
    try:
        return Choices(**known)  # type: ignore[arg-type]
    except (EngineError, TypeError, ValueError):
        return Choices()
