"""Making the private environment, or repairing whatever an earlier launch left in its place."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .diagnosis import fault_of_error, fault_of_output
from .environment import Environment, State
from .errors import CannotRun, EnvironmentFault, ModuleMissing
from .lock import locked
from .progress import say
from .requirements import Requirement

# Few retries: a missing network is to be reported soon. No building: it fails late and obscurely.
_OPTIONS = ("--retries=2", "--only-binary=:all:", "--no-input", "--progress-bar=off")

Step = tuple[str, Callable[[], None]]


def set_up(environment: Environment, requirements: Sequence[str]) -> None:
    """Leave `environment` complete: with `requirements` in it and the record that says so.

    Raises an EnvironmentFault that tells what stands in the way.
    """
    with _faults_named(environment):
        environment.folder.mkdir(exist_ok=True)
        with locked(environment.lock) as lock:
            # Asked under the lock: another launch may have done the work meanwhile.
            state = environment.state(requirements)
            work = _Work(environment, requirements, lock)
            if state is State.UNUSABLE:
                work.make()
            elif state is State.INCOMPLETE:
                work.complete()


@dataclass(frozen=True)
class _Work:
    environment: Environment
    requirements: Sequence[str]
    lock: int

    def make(self) -> None:
        """Make the environment anew."""
        self._do((f"making its private environment in {self.environment.folder}", self._make))

    def complete(self) -> None:
        """Add to a sound environment what it lacks; where pip refuses, leave it as it was."""
        before = self.environment.record() or self.environment.describe([])
        try:
            self._do()
        except EnvironmentFault:
            self.environment.write(before)
            raise

    def _do(self, *before: Step) -> None:
        names = ", ".join(Requirement.parse(text).name for text in self.requirements)
        add_pip = ("putting pip into it", self._add_pip)
        install = (f"fetching {names}; this can take some minutes", self._install)
        steps = [*before, add_pip, install]
        self.environment.forget()
        for number, (words, step) in enumerate(steps, start=1):
            say(f"{words} (step {number} of {len(steps)})")
            step()
        self.environment.write(self.environment.describe(self.requirements))

    def _make(self) -> None:
        _check_modules()
        # Only now, as Debian's smallest Python does not have it.
        import venv

        # The log first: without a record, it marks what stands here as unfinished.
        self.environment.log.write_bytes(b"")
        for path in self.environment.folder.iterdir():
            if path not in (self.environment.log, self.environment.lock):
                _remove(path)
        venv.EnvBuilder(symlinks=sys.platform != "win32").create(self.environment.folder)

    def _add_pip(self) -> None:
        self._run("ensurepip", "--default-pip")

    def _install(self) -> None:
        self._run("pip", "install", *_OPTIONS, *self.requirements)

    def _run(self, *module: str) -> None:
        command = [str(self.environment.interpreter), "-I", "-m", *module]
        with self.environment.log.open("ab") as log:
            begin = log.tell()
            # A child that outlives a killed launch keeps the lock until it has ended.
            held = () if sys.platform == "win32" else (self.lock,)
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=held
            )
        if done.returncode != 0:
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
def _faults_named(environment: Environment) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise fault_of_error(error, environment) from None
    except subprocess.CalledProcessError as error:
        reason = f"it ended with status {error.returncode}"
        raise CannotRun(str(environment.interpreter), reason) from None
