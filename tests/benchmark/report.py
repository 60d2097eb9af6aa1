"""All measures as one table."""

import sys

from .descent import descent_measures
from .launch import launch_measures
from .measure import Measure
from .window import window_measures


def report() -> int:
    """Print every measure; return 1 where a promise was not kept."""
    measures = [*descent_measures(), *launch_measures(), *window_measures()]
    sys.stdout.write("\n".join(_lines(measures)) + "\n")
    return 0 if all(measure.is_kept for measure in measures) else 1


def _lines(measures: list[Measure]) -> list[str]:
    width = max(len(measure.what) for measure in measures)
    return [
        f"{measure.what:<{width}}  {measure.figure:>10.4g} {measure.unit:<9} "
        f"{measure.promise:<8} {'' if measure.is_kept else 'NOT KEPT'}".rstrip()
        for measure in measures
    ]
