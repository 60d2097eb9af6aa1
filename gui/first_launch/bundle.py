"""Whether this runs from a bundle, which has a Python and nearly all libraries in its folder."""

import sys
from collections.abc import MutableMapping


def is_bundle() -> bool:
    """Return whether the program runs from a bundle, without a Python to start beside it."""
    return bool(getattr(sys, "frozen", False))


def leave_library_path(environ: MutableMapping[str, str]) -> None:
    """Give back the library path from before the start, for the programs that are started.

    The bundle has set it to its own folder, whose libraries are not those of other programs, such
    as a browser that opens a link. This process has read it already.
    """
    former = environ.pop("LD_LIBRARY_PATH_ORIG", "")
    environ.pop("LD_LIBRARY_PATH", None)
    if former:
        environ["LD_LIBRARY_PATH"] = former
