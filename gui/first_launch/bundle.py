"""What a bundle looks for before Qt loads: it has Python and all libraries but the system's own."""

import logging
import os
import sys
from collections.abc import MutableMapping

logger = logging.getLogger(__name__)


def is_bundle() -> bool:
    """Return whether the program runs from a bundle, without a Python to start beside it."""
    return bool(getattr(sys, "frozen", False))


def prepare_bundle() -> None:
    """Look for the libraries of the driver and the display server, a font, and a display.

    Raises FirstLaunchError.
    """
    from . import display, libraries

    leave_library_path(os.environ)
    platform = display.platform()
    logger.debug("bundle %s, Qt platform %s", sys.executable, platform)
    libraries.provide_libraries(platform)
    libraries.provide_font()
    display.set_platform()


def leave_library_path(environ: MutableMapping[str, str]) -> None:
    """Give back the library path from before the start, for the programs that are started.

    The bundle has set it to its own folder, whose libraries are not those of other programs, such
    as a browser that opens a link. This process has read it already.
    """
    former = environ.pop("LD_LIBRARY_PATH_ORIG", "")
    environ.pop("LD_LIBRARY_PATH", None)
    if former:
        environ["LD_LIBRARY_PATH"] = former
