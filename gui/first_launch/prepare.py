"""The order of things before Qt loads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import display, fonts, libraries
from .bytecode import compile_sources
from .environment import Environment, State
from .errors import InstallationIncomplete, Interrupted, StillLacking
from .relaunch import Arrival, arrival, hand_over
from .requirements import lacking, required, required_by_installed
from .set_up import set_up

_ROOT = Path(__file__).resolve().parents[2]


def prepare_window() -> None:
    """Return once all that the window needs is there; that may be in another Python's process.

    Raises FirstLaunchError.
    """
    with _interruptible():
        _prepare(display.platform())
        # Once more: only now is the library sure to be there that asks an X display.
        display.platform()


def prepare_tests() -> None:
    """Return once all that the tests need is there, which is no display; else as above.

    Raises FirstLaunchError.
    """
    with _interruptible():
        _prepare("offscreen", "tests")


def _prepare(platform: str, *groups: str) -> None:
    requirements = _requirements(*groups)
    missing = lacking(requirements)
    environment = Environment(_ROOT / ".venv")
    arriving = arrival()
    if missing:
        _go_on_where_ready(environment, requirements, missing, arriving)
    libraries.provide(platform)
    fonts.provide()
    if missing:
        set_up(environment, requirements)
        compile_sources(_ROOT)
        hand_over(environment.interpreter, Arrival.FROM_SET_UP)


def _is_source_tree() -> bool:
    return (_ROOT / "pyproject.toml").exists()


def _requirements(*groups: str) -> list[str]:
    return required(_ROOT, *groups) if _is_source_tree() else required_by_installed("secant")


def _go_on_where_ready(
    environment: Environment, requirements: Sequence[str], missing: Sequence[str], arriving: Arrival
) -> None:
    if not _is_source_tree():
        raise InstallationIncomplete(missing)
    environment.check_path()
    match arriving:
        case Arrival.FROM_SET_UP:
            raise StillLacking(environment.folder, missing)
        case Arrival.FROM_RECORD:
            environment.distrust()
        case Arrival.STARTED if environment.state(requirements) is State.READY:
            hand_over(environment.interpreter, Arrival.FROM_RECORD)


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted from None
