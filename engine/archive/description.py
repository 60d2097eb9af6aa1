"""Everything in an experiment except its matrices, as one JSON text."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from ..errors import BadExperiment, BadSetting
from ..formula.errors import BadFormula
from ..language.sentence import marked
from ..optimisers.kinds import Optimiser, Schedule
from ..settings import MEAN_SQUARE, Settings
from ..shortening import LONGEST_QUOTE, elide_middle, printable_line
from .experiment import SavedExperiment, SavedHeldOut

FORMAT, VERSION = "secant", 1
# Parsed JSON of this length takes a few hundred megabytes at most.
MOST_CHARACTERS = 2**23
# What a file without an h means: the default when such files were written.
USUAL_H = 0.1


def describe(saved: SavedExperiment) -> str:
    """Return the text; numbers read back bit for bit. Raises BadExperiment if it is too long."""
    settings = settings_as_json(saved.settings)
    if saved.refused_loss:
        settings["loss"] = saved.refused_loss
    values = {
        "format": FORMAT,
        "version": VERSION,
        "name": saved.name,
        "note": saved.note,
        "names": saved.names,
        "output": saved.output,
        "shift": saved.shift,
        "scale": saved.scale,
        "settings": settings,
        "run": None if saved.fitted is None else {"epoch": saved.epoch, "loss": saved.loss},
    }
    if saved.gaps:
        values["gaps"] = saved.gaps
    if saved.stands_for is not None:
        values["stands_for"] = saved.stands_for
    if saved.left_out:
        values["left_out"] = saved.left_out
    if saved.held_out:
        values["held_out"] = asdict(saved.held_out)
    if any(saved.terms):
        values["terms"] = _terms_as_json(saved)
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)  # keeps lone surrogates
    if len(text) > MOST_CHARACTERS:
        raise BadExperiment(
            marked("engine", "The column names are too many or too long to be saved.")
        )
    return text


def read_description(text: str, *, keeps_refused_loss: bool = False) -> dict[str, Any]:
    """Parse the text into arguments for SavedExperiment, which checks their values.

    Missing keys get defaults, and unknown keys are ignored. Raises BadExperiment or BadSetting. A
    loss that is none is kept as text beside the mean square, if that is wanted.
    """
    values = _parse(text)
    _check_version(values)
    run, given = _object(values, "run"), _object(values, "settings")
    refused_loss = ""
    try:
        settings = settings_from_json(given)
    except BadExperiment as error:
        if not (keeps_refused_loss and isinstance(error.__cause__, BadFormula)):
            raise
        settings, refused_loss = settings_from_json({**given, "loss": MEAN_SQUARE}), given["loss"]
    return {
        "settings": settings,
        "refused_loss": refused_loss,
        "names": _list(values, "names"),
        "shift": _list(values, "shift"),
        "scale": _list(values, "scale"),
        "output": values.get("output", ""),
        "name": values.get("name", ""),
        "note": values.get("note", ""),
        "epoch": run.get("epoch"),
        "loss": run.get("loss"),
        "gaps": _list(values, "gaps"),
        "left_out": _list(values, "left_out"),
        "stands_for": values.get("stands_for"),
        "held_out": _held_out(_object(values, "held_out")),
        **_terms(values),
    }


def _held_out(values: Mapping[str, Any]) -> SavedHeldOut | None:
    """Return how rows were held out; None in a file without any."""
    if not values:
        return None
    return SavedHeldOut(
        values.get("share", math.nan),
        values.get("seed", 0),
        _list(values, "rows"),
        _list(values, "left_out"),
    )


def _terms_as_json(saved: SavedExperiment) -> list[object]:
    """Return each column with a term, counted from 0, and the term."""
    from ..terms.stored import term_as_json  # loaded on use: few tables have terms

    return [[k, term_as_json(term)] for k, term in enumerate(saved.terms) if term is not None]


def _terms(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms of the columns, and whether some are lost: what is none costs itself alone.

    Which columns hold what their terms say is found out beside the tables.
    """
    given, names = values.get("terms"), values.get("names")
    if given is None:
        return {}
    if not (isinstance(given, list) and isinstance(names, list)):
        return {"lost_terms": True}
    from ..terms.errors import BadTerm  # loaded on use
    from ..terms.stored import term_from_json

    named = [name if isinstance(name, str) else "" for name in names]
    terms: list[object] = [None] * len(named)
    lost = len(given) > len(named)
    for each in given[: len(named)]:
        try:
            column, value = each
            terms[range(len(named))[column]] = term_from_json(value, named)
        except (BadTerm, TypeError, ValueError, IndexError):
            lost = True
    return {"terms": tuple(terms), "lost_terms": lost}


def settings_as_json(settings: Settings) -> dict[str, Any]:
    """Return the settings; those of the optimisers only where they are others than usual."""
    usual = asdict(Settings())
    optional = {"optimiser", "schedule"}
    optional.update(name for kind in (*Optimiser, *Schedule) for name in kind.uses)
    return {
        name: value
        for name, value in asdict(settings).items()
        if name not in optional or value != usual[name]
    }


def _parse(text: str) -> Mapping[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:  # nested too deeply, or too many digits
        raise BadExperiment(marked("engine", "its description is not valid JSON.")) from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise BadExperiment(marked("engine", "its description is not that of a Secant experiment."))
    return values


def _check_version(values: Mapping[str, Any]) -> None:
    version = values.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadExperiment(marked("engine", "it needs a newer version of Secant."))
    if version != VERSION:
        raise BadExperiment(marked("engine", "its description names no version of the format."))


def _object(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadSetting(key, value, marked("engine", "a JSON object"))
    return value


def _list(values: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    value = values.get(key, [])
    if not isinstance(value, list):
        raise BadSetting(key, value, marked("engine", "a JSON list"))
    return tuple(value)


def settings_from_json(values: Mapping[str, Any]) -> Settings:
    """Return settings from JSON; missing ones are as usual, and unknown ones are ignored.

    Raises BadSetting, and BadExperiment for a loss that is none.
    """
    known = {field.name: field for field in fields(Settings) if field.name in values}
    for name, field in known.items():
        if isinstance(field.default, bool) != isinstance(values[name], bool):
            rule = (
                marked("engine", "true or false")
                if isinstance(field.default, bool)
                else marked("engine", "neither true nor false")
            )
            raise BadSetting(name, values[name], rule)
    given = {"h": USUAL_H, **{name: values[name] for name in known}}
    if isinstance(given["h"], list):  # JSON has no tuples
        given["h"] = tuple(given["h"])
    try:
        return Settings(**given)
    except BadFormula as error:
        raise BadExperiment(
            marked("engine", "its loss “{loss}” is no formula. {mistake}").format(
                loss=elide_middle(printable_line(given["loss"]), LONGEST_QUOTE), mistake=error
            )
        ) from error
