"""What a person wanted of each file, kept for the next time it is imported."""

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
KEY = "imports"
LETTERS = {Role.A: "A", Role.Y: "Y", Role.OUT: "-"}
UNTOUCHED = "."
KEPT_CHOICES = [field.name for field in fields(Choices) if field.name != "columns"]


class Memory:
    """The wishes for the files imported last, as one JSON text among the preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def recall(self, path: Path) -> Wishes:
        """Return what was wanted of a file; what cannot be read back is as if never kept."""
        return _wishes(self._kept().get(_key(path)))

    def keep(self, path: Path, wishes: Wishes) -> None:
        """Keep what is wanted of a file, and forget that of the one imported longest ago."""
        kept = self._kept()
        kept.pop(_key(path), None)
        if not wishes.are_none:
            kept[_key(path)] = _written(wishes)
        latest = dict(list(kept.items())[-MOST_FILES:])
        self._preferences.keep_choice(KEY, json.dumps(latest, ensure_ascii=False))

    def _kept(self) -> dict[str, object]:
        try:
            kept = json.loads(self._preferences.choice(KEY, "{}"))
        except (ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}


def _key(path: Path) -> str:
    return str(path.absolute())


def _written(wishes: Wishes) -> Mapping[str, object]:
    usual = Choices()
    chosen = {
        name: getattr(wishes.choices, name)
        for name in KEPT_CHOICES
        if getattr(wishes.choices, name) != getattr(usual, name)
    }
    columns = range(1, wishes.width + 1)
    letters = [LETTERS[wishes.roles[k]] if k in wishes.roles else UNTOUCHED for k in columns]
    return {"choices": chosen, "roles": "".join(letters)}


def _wishes(kept: object) -> Wishes:
    match kept:
        case {"choices": dict(chosen), "roles": str(letters)}:
            roles = {letter: role for role, letter in LETTERS.items()}
            touched = {k: roles[c] for k, c in enumerate(letters, start=1) if c in roles}
            return Wishes(_choices(chosen), touched, len(letters))
    return Wishes()


def _choices(chosen: Mapping[str, object]) -> Choices:
    known = {
        name: value
        for name, value in chosen.items()
        if name in KEPT_CHOICES and isinstance(value, (str, int))
    }
    try:
        return Choices(**known)  # type: ignore[arg-type]
    except (EngineError, TypeError, ValueError):
        return Choices()
