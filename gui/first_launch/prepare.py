"""Prepare everything that must be there before Qt loads, in order.

A start from the application menu passes here in the system's Python first, and only finds that it
must restart in the private environment: what comes after that is imported where it is used, which
makes each start 20 ms shorter.
"""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .bundle import is_bundle, leave_library_path
from .environment import Environment, EnvironmentState
from .errors import InstallationIncomplete, StillMissing
from .interrupts import interruptible
from .relaunch import Arrival, arrival, relaunch
from .requirements import required, required_by_installed, unmet

_ROOT = Path(__file__).resolve().parents[2]

# What reads the files of other programs, and what reduces many files: the tests try all of it.
EXTRAS_OF_TESTS = ("arrow", "formats", "cluster")

logger = logging.getLogger(__name__)


def prepare_window() -> None:
    """Return once everything is there that the window needs, perhaps in another Python's process.

    Raises FirstLaunchError.
    """
    with interruptible():
        if is_bundle():
            _prepare_bundle()
            return
        _prepare(_platform_of_display)
        from . import display

        # Chosen again: the library that connects to an X display may only now be installed.
        display.set_platform()


def _prepare_bundle() -> None:
    """Look only for what a bundle leaves to the system: libraries of its driver, font, display."""
    from . import display, libraries

    leave_library_path(os.environ)
    platform = display.platform()
    logger.debug("bundle %s, Qt platform %s", sys.executable, platform)
    libraries.provide_libraries(platform)
    libraries.provide_font()
    display.set_platform()


def prepare_tests() -> None:
    """Do the same for the tests, which need no display.

    Raises FirstLaunchError.
    """
    with interruptible():
        _prepare(lambda: "offscreen", "tests", *EXTRAS_OF_TESTS)


def _platform_of_display() -> str:
    from . import display

    return display.platform()


def _prepare(choose_platform: Callable[[], str], *groups: str) -> None:
    requirements = _requirements(*groups)
    missing = unmet(requirements)
    environment = Environment(_ROOT / ".venv")
    arriving = arrival()
    logger.debug("Python %s (%s)", sys.version.split()[0], sys.executable)
    logger.debug("arrival %s; unmet %s", arriving.name, missing)
    if missing:
        _relaunch_if_ready(environment, requirements, missing, arriving)
    from . import libraries

    platform = choose_platform()
    logger.debug("Qt platform %s", platform)
    libraries.provide_libraries(platform)
    libraries.provide_font()
    if missing:
        from .set_up import compile_sources, set_up

        set_up(environment, requirements)
        compile_sources(_ROOT)
        relaunch(environment.interpreter, Arrival.FROM_SET_UP)


def _is_source_tree() -> bool:
    return (_ROOT / "pyproject.toml").exists()


def _requirements(*groups: str) -> list[str]:
    return required(_ROOT, *groups) if _is_source_tree() else required_by_installed("secant")


def _relaunch_if_ready(
    environment: Environment, requirements: Sequence[str], missing: Sequence[str], arriving: Arrival
) -> None:
    if not _is_source_tree():
        raise InstallationIncomplete(missing)
    environment.check_path()
    match arriving:
        case Arrival.FROM_SET_UP:
            raise StillMissing(environment.folder, missing)
        case Arrival.FROM_RECORD:
            environment.distrust_record()
        case Arrival.STARTED if environment.state(requirements) is EnvironmentState.READY:
            relaunch(environment.interpreter, Arrival.FROM_RECORD)
