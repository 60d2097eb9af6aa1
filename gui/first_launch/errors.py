"""The faults that keep Secant from starting; each takes the facts and writes the sentence."""

import sys
from collections.abc import Iterable
from pathlib import Path


class FirstLaunchError(Exception):
    """A fault before the window opens: one sentence for the user, and an exit status."""

    status = 2


class LaunchInterrupted(FirstLaunchError):
    """A signal ended the first launch; the status names it as shells do: 130 for Ctrl-C."""

    def __init__(self, signal_number: int) -> None:
        super().__init__("interrupted during setup; start Secant again to continue.")
        self.status = 128 + signal_number


class EnvironmentFault(FirstLaunchError):
    """The private environment cannot be created or used."""


class ModuleMissing(EnvironmentFault):
    """This Python was packaged without a module that creates environments."""

    def __init__(self, module: str, version: str) -> None:
        super().__init__(
            f"this Python {version} lacks its module {module}, which Secant needs to create a "
            "private environment; on Debian or Ubuntu install it with: "
            f"sudo apt install python3-venv (or python{version}-venv)"
        )


class UnsuitablePath(EnvironmentFault):
    """The path of the private environment contains a character that does not work."""

    def __init__(self, folder: Path, character: str) -> None:
        super().__init__(
            f"Qt and Python's environments do not work in {folder}, because its path contains "
            f"“{character}”; rename or move the folder and start Secant there."
        )


class FolderNotWritable(EnvironmentFault):
    """The folder of the private environment is not writable."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"cannot install libraries into {folder} ({reason}); "
            "move the Secant folder to a place that you can write to and start it there."
        )


class DiskFull(EnvironmentFault):
    """The disk has no room for the private environment."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"the disk is full, and setting up {folder} takes about 500 MB; "
            "free some space and start Secant again."
        )


class NoNetwork(EnvironmentFault):
    """The Python package index cannot be reached."""

    def __init__(self, log: Path) -> None:
        super().__init__(
            "the first start downloads libraries, but the Python package index cannot be reached; "
            f"connect to the network and start Secant again (details are in {log})."
        )


class NotOffered(EnvironmentFault):
    """The index has no build of a library for this Python and machine."""

    def __init__(self, requirement: str, python: str, machine: str) -> None:
        super().__init__(
            f"pip found no {requirement} for Python {python} on {machine}; "
            "check pip's settings, or start Secant with another version of Python."
        )


class StepFailed(EnvironmentFault):
    """A step of the setup failed for a reason that only its output names."""

    def __init__(self, last_line: str, log: Path) -> None:
        super().__init__(f"setup failed with “{last_line}”; the full output is in {log}.")


class CannotRun(EnvironmentFault):
    """The interpreter of the private environment does not start."""

    def __init__(self, interpreter: str, reason: str) -> None:
        super().__init__(
            f"cannot start {interpreter} ({reason}); delete the folder .venv and try again."
        )


class StillMissing(EnvironmentFault):
    """The private environment lacks a library although its setup succeeded."""

    def __init__(self, folder: Path, missing: Iterable[str]) -> None:
        super().__init__(
            f"{folder} still lacks {', '.join(missing)} after setup; "
            "delete that folder and start Secant again."
        )


class InstallationIncomplete(EnvironmentFault):
    """An installed Secant, which has no private environment, lacks a library."""

    def __init__(self, missing: Iterable[str]) -> None:
        quoted = " ".join(f'"{requirement}"' for requirement in missing)
        super().__init__(
            f"this installation is incomplete; complete it with: python3 -m pip install {quoted}"
        )


class ExtraFault(EnvironmentFault):
    """An extra cannot be added."""


class UnknownExtra(ExtraFault):
    """There is no extra of this name."""

    def __init__(self, name: str, offered: Iterable[str]) -> None:
        super().__init__(f"there is no extra named “{name}”; there are {', '.join(offered)}.")


class BundleIsClosed(ExtraFault):
    """This Secant is a bundle, which has all that it will ever have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"this Secant is a bundle, to which the extra {name} cannot be added; "
            "run Secant from its source, or install it with pip."
        )


class AddedElsewhere(ExtraFault):
    """Secant runs in a Python that is not its own, into which it installs nothing."""

    def __init__(self, name: str, requirements: Iterable[str]) -> None:
        quoted = " ".join(f'"{requirement}"' for requirement in requirements)
        super().__init__(
            f"Secant has no environment of its own here, so add the extra {name} to the Python "
            f"that it runs in: {sys.executable} -m pip install {quoted}"
        )


class AddedOffline(ExtraFault):
    """The Python package index cannot be reached."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(
            f"the extra {name} is downloaded, but the Python package index cannot be reached; "
            f"connect to the network and try again (details are in {log})."
        )


class LibraryFault(FirstLaunchError):
    """A system library that Qt needs is missing."""


class LibrariesMissing(LibraryFault):
    """Shared libraries are missing, and the user must install them."""

    def __init__(self, sonames: Iterable[str], command: str | None) -> None:
        remedy = (
            f"install them with: {command}"
            if command
            else "install the packages that contain them."
        )
        super().__init__(
            f"Qt needs system libraries that are missing ({', '.join(sonames)}); {remedy}"
        )


class PackagesNotInstalled(LibraryFault):
    """The package manager could not install the missing packages."""

    def __init__(self, packages: Iterable[str], reason: str) -> None:
        super().__init__(f"apt-get could not install {' '.join(packages)}: {reason}")


class DisplayFault(FirstLaunchError):
    """There is no display to open a window on."""


class NoDisplay(DisplayFault):
    """No variable names a display."""

    def __init__(self, variables: Iterable[str]) -> None:
        super().__init__(
            f"there is no display to open a window on ({', '.join(variables)} not set); "
            "start Secant in a desktop session, or over ssh -X."
        )


class DisplayRefused(DisplayFault):
    """A display is named, but it does not answer or refuses the connection."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"the display {name} cannot be used ({reason}); start Secant in a desktop session."
        )


class UnknownPlatform(DisplayFault):
    """QT_QPA_PLATFORM names no platform that Qt knows."""

    def __init__(self, value: str, known: Iterable[str]) -> None:
        super().__init__(
            f"QT_QPA_PLATFORM is “{value}”, which Qt does not know; "
            f"unset it, or set it to one of {', '.join(known)}."
        )


class LauncherNotWritten(FirstLaunchError):
    """The entry in the application menu could not be written."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"cannot write the launcher {place} ({reason}); make its folder writable and try again."
        )
