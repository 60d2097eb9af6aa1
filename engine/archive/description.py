"""All of an experiment but its matrices, as one JSON text."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from ..errors import BadExperiment, BadSetting
from ..settings import Settings
from .experiment import SavedExperiment

FORMAT, VERSION = "secant", 1
MOST_CHARACTERS = 2**23
"""Of the text: what it is read into takes some hundred megabytes at most."""


def describe(saved: SavedExperiment) -> str:
    """Write the text; every number in it reads back bit for bit. Raises BadExperiment."""
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "name": saved.name,
        "note": saved.note,
        "names": saved.names,
        "output": saved.output,
        "shift": saved.shift,
        "scale": saved.scale,
        "settings": asdict(saved.settings),
        "run": None if saved.fitted is None else {"epoch": saved.epoch, "loss": saved.loss},
    }
    text = json.dumps(facts, ensure_ascii=False, allow_nan=False)  # a lone surrogate stays one
    if len(text) > MOST_CHARACTERS:
        raise BadExperiment("The names of the columns are too many or too long to be saved.")
    return text


def read_description(text: str) -> dict[str, Any]:
    """Read the text into arguments for a SavedExperiment, which checks them further.

    What is left out is as it usually is, and what is unknown is passed over. Raises BadExperiment
    or BadSetting.
    """
    facts = _parsed(text)
    _check_version(facts)
    run = _object(facts, "run")
    return {
        "settings": _settings(_object(facts, "settings")),
        "names": _list(facts, "names"),
        "shift": _list(facts, "shift"),
        "scale": _list(facts, "scale"),
        "output": facts.get("output", ""),
        "name": facts.get("name", ""),
        "note": facts.get("note", ""),
        "epoch": run.get("epoch"),
        "loss": run.get("loss"),
    }


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError) as error:  # nested too deep, or a number of too many digits
        raise BadExperiment("its description is broken JSON.") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise BadExperiment("its description is of no Secant experiment.")
    return facts


def _check_version(facts: Mapping[str, Any]) -> None:
    version = facts.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadExperiment("it was written by a newer Secant. Open it with that one.")
    if version != VERSION:
        raise BadExperiment("its description names no version of the format.")


def _object(facts: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = facts.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadSetting(key, value, "a JSON object")
    return value


def _list(facts: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    value = facts.get(key, [])
    if not isinstance(value, list):
        raise BadSetting(key, value, "a JSON list")
    return tuple(value)


def _settings(facts: Mapping[str, Any]) -> Settings:
    known = {field.name: field for field in fields(Settings) if field.name in facts}
    for name, field in known.items():
        if isinstance(field.default, bool) != isinstance(facts[name], bool):
            rule = "true or false" if isinstance(field.default, bool) else "neither true nor false"
            raise BadSetting(name, facts[name], rule)
    return Settings(**{name: facts[name] for name in known})
