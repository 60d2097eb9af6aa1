"""Which settings a run had before those that led to its end."""

from dataclasses import asdict, replace
from typing import Any

from ..errors import BadExperiment
from ..language.sentence import marked
from ..past.arithmetic import settings_there
from ..settings import Settings
from ..trace import PastRun
from .description import settings_as_json, settings_from_json
from .kept_run import MOST_EARLIER, EarlierSettings


def earlier_settings(past: PastRun, latest: Settings) -> tuple[EarlierSettings, ...]:
    """Return the settings of a run before the latest ones, each with the last epoch under them.

    By which method epochs were computed makes no difference. Of very many changes, the first and
    the last ones are kept.

    Parameters
    ----------
    past : PastRun
        What is kept of the epochs of the run.
    latest : Settings
        Those that led to its end.
    """
    found: list[EarlierSettings] = []
    for span, after in zip(past.spans, past.spans[1:], strict=False):
        settings = replace(settings_there(span.settings, latest), method=latest.method)
        if found and found[-1].settings == settings:
            found.pop()
        if after.first > (found[-1].until if found else 0):
            found.append(EarlierSettings(after.first, settings))
    if found and found[-1].settings == latest:
        found.pop()
    if len(found) > MOST_EARLIER:
        found = [found[0], *found[1 - MOST_EARLIER :]]
    return tuple(found)


def earlier_as_json(earlier: tuple[EarlierSettings, ...], latest: Settings) -> list[dict[str, Any]]:
    """Return earlier settings: of each, the last epoch and what differs from the latest ones."""
    now = asdict(latest)
    return [
        {
            "until": int(each.until),
            **{name: value for name, value in asdict(each.settings).items() if value != now[name]},
        }
        for each in earlier
    ]


def earlier_from_json(values: object, latest: Settings) -> tuple[EarlierSettings, ...]:
    """Return earlier settings from JSON. Raises an EngineError if they are none."""
    if not isinstance(values, list) or len(values) > MOST_EARLIER:
        raise BadExperiment(marked("engine", "its runs are damaged."))
    now = settings_as_json(latest)
    found = []
    for each in values:
        until = each["until"]
        if type(until) is not int:
            raise BadExperiment(marked("engine", "its runs are damaged."))
        changed = {name: value for name, value in each.items() if name != "until"}
        found.append(EarlierSettings(until, settings_from_json({**now, **changed})))
    return tuple(found)
