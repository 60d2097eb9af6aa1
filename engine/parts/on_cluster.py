"""Reduce files on the workers of a cluster. Nothing else imports distributed, and it is an extra.

A file is one task, so the work is lost with a worker of no more than one file. The triangles come
back as they are made, a few kilobytes each, and are merged here: a worker that dies takes nothing
with it that was done.

A task is known by the path, the size and the time of change of its file and by the run that asks,
so that no result of a file that has changed since, or of another run, is taken for this one.
"""

import logging
import os
import tempfile
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from ..cancelling import Cancelled, IsCancelled
from ..errors import BadTable, EngineError
from ..language.plurals import plural
from ..language.sentence import marked
from .cluster import Cluster
from .errors import ClusterMissing, NoCluster, PartsLost
from .files import FileKey
from .part import ReducedFile, reduce_file
from .shared_reading import SharedReading
from .watch import NextStep, PartsWatch

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from distributed import Client, Future, LocalCluster

WORKER_NAME = "Dask Worker process"
LOOPBACK = "127.0.0.1"
LOOK_SECONDS = 0.1
REPORT_SECONDS = 0.5
"""How often a worker says how far it is: 1,000 workers are 2,000 messages of 100 bytes a second."""
CONNECT_SECONDS = 15.0
RESTART_SECONDS = 10.0
CLOSE_SECONDS = 5.0
MOST_DEATHS = 10
"""Workers that a part may take with it before it is to blame: three are killed by chance."""
AHEAD = 2
"""Parts that are handed out for each worker: the next one is there when it is done."""
_STARTED = plural(
    "engine",
    "Nothing was heard of {n} parts for {seconds} s; they are started anew.",
    "Nothing was heard of {n} part for {seconds} s; it is started anew.",
    1,
)
Note = Callable[[int, float], None]

logger = logging.getLogger(__name__)


def is_installed() -> bool:
    """Return whether the extra is there, without loading it."""
    from importlib.util import find_spec

    return find_spec("distributed") is not None


class _Task(NamedTuple):
    """A file that is being reduced, by its number from 0."""

    number: int
    future: "Future"


def reduce_on_cluster(
    keys: Sequence[FileKey],
    reading: SharedReading,
    cluster: Cluster,
    note: Note,
    cancelled: IsCancelled,
    started: Callable[[str], None],
) -> Iterator[tuple[int, ReducedFile | BadTable]]:
    """Yield each file, by its number from 0, as it is reduced, or why it cannot be read.

    Parameters
    ----------
    keys : sequence of FileKey
        The files.
    reading : SharedReading
        How they are read.
    cluster : Cluster
        Where.
    note : callable
        Called with the number of a file and the fraction of it that is read.
    cancelled : callable
        Asked ten times a second.
    started : callable
        Called with a sentence if parts are started anew.

    Raises
    ------
    ClusterMissing
        If the extra is not installed.
    NoCluster
        If it cannot be reached, or its workers cannot do the work.
    PartsStalled
        If nothing was heard of parts, also after they were started anew.
    PartsLost
        If parts end every process that reads them.
    Cancelled
        If ``cancelled`` returned True.
    """
    if not is_installed():
        raise ClusterMissing
    with ExitStack() as stack:
        client = _connect(cluster, stack)
        yield from _Run(client, keys, reading, cluster, note, cancelled, started).results()


def _connect(cluster: Cluster, stack: ExitStack) -> "Client":
    """Return a client of the cluster, which is started if it is local."""
    import dask.config
    from distributed import Client, LocalCluster

    stack.enter_context(
        dask.config.set(
            {
                "distributed.scheduler.allowed-failures": MOST_DEATHS,
                "distributed.comm.timeouts.connect": CONNECT_SECONDS,
                "distributed.admin.tick.limit": "1h",  # silent about a busy machine
                "distributed.scheduler.worker-ttl": None,  # the watch decides
                "distributed.scheduler.http.routes": [],
                "distributed.worker.http.routes": [],
            }
        )
    )
    address: Any = cluster.address
    if cluster.is_local:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="secant-", ignore_cleanup_errors=True)
        )
        former = frozenset(_workers())
        local = LocalCluster(
            n_workers=cluster.workers or os.cpu_count(),
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=None,
            scheduler_kwargs={"dashboard": False, "dashboard_address": f"{LOOPBACK}:0"},
            silence_logs=logging.CRITICAL,
            local_directory=folder,
            preload=[reduce_file.__module__],  # loaded before a part waits for it
        )
        stack.callback(_end_workers, former)
        stack.callback(_close, local)
        address = local
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        logger.debug("no cluster: %s", error)
        raise NoCluster(cluster.address, marked("engine", "nothing answers there")) from error
    stack.callback(_close, client)
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise NoCluster(cluster.address, marked("engine", "it has no workers")) from error
    return client


def _close(what: "Client | LocalCluster") -> None:
    """Close a client or a cluster; what does not answer any more is left."""
    with suppress(TimeoutError, OSError, RuntimeError):
        what.close(timeout=CLOSE_SECONDS)


def _workers() -> Iterator["BaseProcess"]:
    """Yield the processes of workers that this one has started."""
    from multiprocessing import active_children

    return (child for child in active_children() if child.name.startswith(WORKER_NAME))


def _end_workers(former: Collection["BaseProcess"]) -> None:
    """End the workers that a closed cluster has left: one that was starting, or that hangs."""
    for worker in _workers():
        if worker not in former:
            worker.kill()
            worker.join(CLOSE_SECONDS)


class _Run:
    """The files of one table on a cluster."""

    def __init__(
        self,
        client: "Client",
        keys: Sequence[FileKey],
        reading: SharedReading,
        cluster: Cluster,
        note: Note,
        cancelled: IsCancelled,
        started: Callable[[str], None],
    ) -> None:
        self._client, self._keys, self._reading = client, keys, reading
        self._cluster, self._note, self._cancelled = cluster, note, cancelled
        self._started = started
        self._id = uuid4().hex
        self._topic = f"secant-{self._id}"
        self._watch = PartsWatch(cluster.quiet_seconds)
        self._tasks: dict[int, Future] = {}
        self._attempts = [0] * len(keys)
        self._woken = Event()
        self._reports = deque[tuple[int, float]]()

    def results(self) -> Iterator[tuple[int, ReducedFile | BadTable]]:
        """Yield the files as they are reduced."""
        self._client.subscribe_topic(self._topic, self._on_report)
        waiting = iter(range(len(self._keys)))
        done = 0
        try:
            while done < len(self._keys):
                self._hand_out(waiting)
                for index, future in self._finished():
                    del self._tasks[index]
                    result = self._result_of(index, future)
                    self._watch.hear()
                    if result is None:  # its worker was lost
                        self._submit(index)
                        continue
                    done += 1
                    self._note(index, 1.0)
                    yield index, result
                self._note_reports()
                if self._watch.look(self._names(self._tasks)) is NextStep.START_ANEW:
                    self._start_anew()
        finally:
            with suppress(TimeoutError, OSError, RuntimeError):
                self._client.cancel(list(self._tasks.values()), force=True)
                self._client.unsubscribe_topic(self._topic)

    def _hand_out(self, waiting: Iterator[int]) -> None:
        """Hand out so many parts that no worker waits, in their order."""
        most = AHEAD * max(sum(self._client.nthreads().values()), 1)
        while len(self._tasks) < most and (index := next(waiting, None)) is not None:
            self._submit(index)

    def _submit(self, index: int, workers: list[str] | None = None) -> None:
        key = self._keys[index]
        self._attempts[index] += 1
        stem = f"{key.path.name}-{key.size}-{key.modified}"
        future = self._client.submit(
            _reduce,
            str(key.path.absolute()),
            self._reading,
            self._topic,
            index,
            key=f"{stem}-{self._id}-{index}-{self._attempts[index]}",
            pure=False,
            retries=0,
            workers=workers,
            priority=-index,
        )
        future.add_done_callback(self._wake)
        self._tasks[index] = future

    def _wake(self, future: "Future") -> None:
        """Let the thread of the caller look; called in one of the client."""
        del future
        self._woken.set()

    def _finished(self) -> list[_Task]:
        """Return the parts that are done, after waiting for one a tenth of a second."""
        if self._cancelled():
            raise Cancelled
        self._woken.wait(LOOK_SECONDS)
        self._woken.clear()
        return [_Task(number, each) for number, each in self._tasks.items() if each.done()]

    def _result_of(self, index: int, future: "Future") -> ReducedFile | BadTable | None:
        """Return what came of a file; None if it was lost on its way."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            result: ReducedFile = future.result(timeout=self._cluster.quiet_seconds)
        except BadTable as error:
            return error
        except EngineError:
            raise
        except KilledWorker as error:
            raise PartsLost([self._keys[index].path.name]) from error
        except (FutureCancelledError, TimeoutError, OSError) as error:
            logger.debug("%s was lost: %s", self._keys[index].path, error)
            if self._attempts[index] > MOST_DEATHS:
                raise PartsLost([self._keys[index].path.name]) from error
            return None
        except (ImportError, AttributeError, TypeError) as error:
            logger.exception("the workers do not run this engine")
            raise NoCluster(
                self._cluster.address,
                marked("engine", "its workers do not have this version of Secant’s engine"),
            ) from error
        return result

    def _start_anew(self) -> None:
        """Start the parts that are missing anew, on other workers than those that hang."""
        missing = list(self._tasks)
        self._started(_STARTED(len(missing), seconds=f"{self._cluster.quiet_seconds:g}"))
        logger.warning("nothing was heard of %s", self._names(missing))
        hung = self._workers_of(missing)
        with suppress(TimeoutError, OSError, RuntimeError, ValueError):
            self._client.cancel(list(self._tasks.values()), force=True)
        self._tasks.clear()
        gone = self._restarted(hung)
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        self._watch.hear()
        others = [each for each in self._client.nthreads() if each not in hung - gone]
        for index in missing:
            self._submit(index, others or None)

    def _workers_of(self, missing: Sequence[int]) -> set[str]:
        """Return the workers that have a missing part in hand."""
        wanted = {self._tasks[index].key for index in missing}
        with suppress(TimeoutError, OSError, RuntimeError):
            processing = self._client.processing()
            return {worker for worker, keys in processing.items() if wanted & set(map(str, keys))}
        return set()

    def _restarted(self, hung: set[str]) -> set[str]:
        """Restart workers, and return those that were: a nanny must watch over them for that."""
        if not hung:
            return set()
        try:
            found = self._client.restart_workers(
                list(hung), timeout=RESTART_SECONDS, raise_for_error=False
            )
        except (TimeoutError, OSError, RuntimeError, ValueError) as error:
            logger.debug("not restarted: %s", error)
            return set()
        return {worker for worker, status in found.items() if status != "timed out"}

    def _names(self, indices: Sequence[int] | dict[int, Any]) -> list[str]:
        return [self._keys[index].path.name for index in sorted(indices)]

    def _on_report(self, event: tuple[float, Any]) -> None:
        """Take note of how far a worker is; called in the thread of the client."""
        _, (index, fraction) = event
        self._reports.append((index, fraction))

    def _note_reports(self) -> None:
        """Note how far the workers are, in the thread of the caller."""
        while self._reports:
            index, fraction = self._reports.popleft()
            self._watch.hear()
            self._note(index, fraction)


def _reduce(path: str, reading: SharedReading, topic: str, index: int) -> ReducedFile:
    """Reduce a file, on a worker, and say now and then how far it is."""
    from distributed import get_worker

    worker = get_worker()
    last = monotonic()

    def report(fraction: float) -> None:
        nonlocal last
        if monotonic() - last >= REPORT_SECONDS:
            last = monotonic()
            worker.log_event(topic, (index, fraction))

    return reduce_file(Path(path), reading, progress=report)
