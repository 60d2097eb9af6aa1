"""Run groups of measurements and print them as one table."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from .any_loss import any_loss_measures
from .beside_first import beside_first_measures
from .data import data_measures
from .descent import descent_measures
from .editing import editing_measures
from .fast_path import fast_path_measures
from .launch import launch_measures
from .many_columns import many_columns_measures
from .measure import Measure
from .memory import memory_measures
from .momentum import momentum_measures
from .previewing import preview_measures
from .scrubbing import scrubbing_measures
from .statistics_beside_others import statistics_measures
from .sweeping import sweep_measures
from .walked_optimisers import optimiser_measures
from .window import window_measures

GROUPS = {
    "descent": descent_measures,
    "columns": many_columns_measures,
    "losses": any_loss_measures,
    "optimisers": optimiser_measures,
    "sweep": sweep_measures,
    "peers": fast_path_measures,
    "momentum": momentum_measures,
    "statistics": statistics_measures,
    "memory": memory_measures,
    "launch": launch_measures,
    "window": window_measures,
    "editing": editing_measures,
    "data": data_measures,
    "reading": beside_first_measures,
    "preview": preview_measures,
    "scrubbing": scrubbing_measures,
}


def report(words: Sequence[str]) -> int:
    """Print the measures of the named groups; return 1 if a promise was not kept."""
    measures = [measure for group in groups(words) for measure in GROUPS[group]()]
    sys.stdout.write("\n".join(_lines(measures)) + "\n")
    return 0 if all(measure.is_kept for measure in measures) else 1


def groups(words: Sequence[str]) -> list[str]:
    """Return the groups named on the command line, or all of them."""
    parser = ArgumentParser(prog="python3 -m tests.benchmark", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=["all", *GROUPS], default="all")
    wanted = parser.parse_args(words).groups
    return [group for group in GROUPS if group in wanted or "all" in wanted]


def _lines(measures: list[Measure]) -> list[str]:
    width = max(len(measure.what) for measure in measures)
    return [
        f"{measure.what:<{width}}  {measure.figure:>10.4g} {measure.unit:<9} "
        f"{measure.promise:<8} {measure.verdict}".rstrip()
        for measure in measures
    ]
