"""Create the private environment, or repair what an earlier launch left in its place."""

import compileall
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import shiboken_support
from .diagnosis import fault_of_error, fault_of_output
from .distributions import damaged
from .environment import Environment, EnvironmentState, locked
from .errors import CannotRun, EnvironmentFault, ModuleMissing
from .interrupts import Stop, run_child
from .progress import report
from .requirements import Requirement

# Two retries instead of five, to report a missing network soon. Wheels only: a build that fails
# does so late and with an obscure message.
_OPTIONS = ("--retries=2", "--only-binary=:all:", "--no-input", "--progress-bar=off")

# The variables in which Python finds the folder for temporary files.
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")

Step = tuple[str, Callable[[], None]]

logger = logging.getLogger(__name__)


def set_up(environment: Environment, requirements: Sequence[str]) -> None:
    """Make ``environment`` complete: install ``requirements`` and write the record.

    Raises an EnvironmentFault that names the obstacle.
    """
    with _as_environment_fault(environment):
        environment.folder.mkdir(exist_ok=True)
        with locked(environment.lock) as lock:
            # Checked under the lock: another launch may have finished the work by now.
            state = environment.state(requirements)
            logger.debug("%s is %s", environment.folder, state.name)
            work = _SetUp(environment, requirements, lock)
            if state is EnvironmentState.UNUSABLE:
                work.make()
            elif state is EnvironmentState.INCOMPLETE:
                work.complete()


def add_to(environment: Environment, requirements: Sequence[str], more: Sequence[str]) -> None:
    """Install ``more`` into an environment, and first what it should have already.

    An environment that is ready stays so throughout: Secant may be running in it. Raises an
    EnvironmentFault.
    """
    with _as_environment_fault(environment):
        environment.folder.mkdir(exist_ok=True)
        with locked(environment.lock) as lock:
            state = environment.state(requirements)
            logger.debug("%s is %s; adding %s", environment.folder, state.name, more)
            work = _SetUp(environment, (*requirements, *more), lock)
            if state is EnvironmentState.UNUSABLE:
                work.make()
            elif state is EnvironmentState.INCOMPLETE:
                work.complete()
            else:
                _SetUp(environment, more, lock).extend()


@dataclass(frozen=True)
class _SetUp:
    """One setup of an environment, which other launches wait for at its lock."""

    environment: Environment
    requirements: Sequence[str]
    lock: int

    def make(self) -> None:
        """Create the environment from nothing."""
        self._do((f"creating its private environment in {self.environment.folder}", self._make))

    def complete(self) -> None:
        """Install what is missing or damaged; if pip fails, leave everything as it was."""
        before = self.environment.record() or self.environment.describe([])
        try:
            with self._damaged_set_aside():
                self._do(recorded=self._with_recorded())
        except EnvironmentFault:
            self.environment.write(before)
            raise

    def extend(self) -> None:
        """Install more into an environment that is ready, and stays so if that fails."""
        report(f"downloading {self._names()}; this can take a few minutes")
        self._install()
        self.environment.write(self.environment.describe(self._with_recorded()))

    def _with_recorded(self) -> list[str]:
        """Return the requirements, with recorded ones of others: an extra that was added stays."""
        record = self.environment.record()
        names = {Requirement.parse(text).name for text in self.requirements}
        recorded = record.requirements if record is not None else ()
        kept = [text for text in recorded if Requirement.parse(text).name not in names]
        return [*kept, *self.requirements]

    def _names(self) -> str:
        return ", ".join(Requirement.parse(text).name for text in self.requirements)

    @contextmanager
    def _damaged_set_aside(self) -> Iterator[None]:
        """Hide the damaged distributions from pip, which then installs them again."""
        descriptions = [
            path for folder in self.environment.package_folders for path in damaged(folder)
        ]
        logger.debug("damaged: %s", [path.name for path in descriptions])
        with tempfile.TemporaryDirectory(dir=self.environment.folder) as aside:
            for number, path in enumerate(descriptions):
                path.rename(Path(aside, str(number)))
            try:
                yield
            except EnvironmentFault:
                for number, path in enumerate(descriptions):
                    if path.exists():
                        _remove(path)
                    Path(aside, str(number)).rename(path)
                raise

    def _do(self, *first_steps: Step, recorded: Sequence[str] = ()) -> None:
        """Install the requirements, and record them; ``recorded`` are others that stay."""
        add_pip = ("installing pip", self._add_pip)
        install = (f"downloading {self._names()}; this can take a few minutes", self._install)
        steps = [*first_steps, add_pip, install]
        self.environment.remove_record()
        for number, (message, step) in enumerate(steps, start=1):
            report(f"{message} (step {number} of {len(steps)})")
            step()
        self.environment.write(self.environment.describe(recorded or self.requirements))

    def _make(self) -> None:
        _check_modules()
        # Imported here, because Debian's smallest Python does not have it.
        import venv

        # The log comes first: without a record beside it, it marks the folder as unfinished.
        self.environment.log.write_bytes(b"")
        for path in self.environment.folder.iterdir():
            if path not in (self.environment.log, self.environment.lock):
                _remove(path)
        venv.EnvBuilder(symlinks=sys.platform != "win32").create(self.environment.folder)

    def _add_pip(self) -> None:
        self._run("-m", "ensurepip", "--default-pip")

    def _install(self) -> None:
        self._run("-m", "pip", "install", *_OPTIONS, *self.requirements)
        if any(Requirement.parse(text).name.startswith("PySide6") for text in self.requirements):
            self._run(shiboken_support.__file__)

    def _run(self, *words: str) -> None:
        command = [str(self.environment.interpreter), "-I", *words]
        with (
            self.environment.log.open("ab") as log,
            # Inside the environment, so that the next setup removes what a killed pip leaves.
            tempfile.TemporaryDirectory(dir=self.environment.folder) as temporary,
        ):
            begin = log.tell()
            logger.debug("running %s", command)
            status = run_child(
                command,
                log,
                Stop.KILL,
                environ=os.environ | dict.fromkeys(_TEMPORARY, temporary),
                # A child that outlives a killed launch keeps the lock until it ends.
                inherited=[self.lock],
            )
        if status != 0:
            output = self.environment.log.read_bytes()[begin:].decode(errors="replace")
            raise fault_of_output(output, self.environment)


def _check_modules() -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise ModuleMissing(module, "{}.{}".format(*sys.version_info))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _as_environment_fault(environment: Environment) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise fault_of_error(error, environment) from None
    except subprocess.CalledProcessError as error:
        reason = f"it ended with status {error.returncode}"
        raise CannotRun(str(environment.interpreter), reason) from None


PACKAGES = ("engine", "gui")


def compile_sources(root: Path) -> None:
    """Write the bytecode beside the sources; if that fails, Python compiles them at each start."""
    for package in PACKAGES:
        compileall.compile_dir(root / package, quiet=2)
