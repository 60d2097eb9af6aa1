"""Compares a crashed window's recovery copy with its file: which is later, and what Save may do.

The order of a window's own saves and copies comes from the revisions that it recorded, and the
content from fingerprints; both hold if the clock was changed. Times of files only tell by how much
one is newer, and which of two is if another program wrote the file.
"""

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QDateTime, QFileInfo

from ..files.file_state import UNREADABLE, FileState, Fingerprint
from ..text.names import elide_name
from .crashed_windows import CrashedWindow
from .save_log import SaveRecord

SAVES_THAT_MAY_HAVE_ENDED = 2
"""The last save may have been killed before it replaced the file; the one before it had ended."""
PIECE_BYTES = 2**20
"""Read at a time to compare two files: as fast as larger pieces, and needs little memory."""
CLOCK_SECONDS = 2
"""Clocks of file systems are this coarse (FAT); a time later than that is in the future."""
DAY_SECONDS = 86_400
YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12
MOST_DAYS = 60
"""Of more days than that, nobody sees how long it is."""

BESIDE = (
    "Recover opens the copy beside the file, as “{name} (recovered)”; Open File opens the file."
)


class Standing(Enum):
    """How a recovery copy stands to its file. The values are the sentences of the offer.

    ``{file}`` is the file's name, ``{by}`` by how much the one is newer, as in “, by 3 seconds”,
    and ``{dated}`` what is dated in the future, as in “the file is”.
    """

    NO_FILE = "No file is known for this work. Recover opens it; Save then asks for a file."
    COPY_NEWER = (
        "The copy is newer than {file}{by}. Recover opens the copy; Save then replaces the file."
    )
    CHANGED_COPY_NEWER = (
        "The copy is newer than {file}{by}. It was made from another version of the file. " + BESIDE
    )
    CHANGED_FILE_NEWER = (
        "{file} is newer than the copy{by}. The copy was made from another version of it. " + BESIDE
    )
    CHANGED = (
        "The copy was made from another version of {file}. Which is newer is unknown, because "
        "{dated} dated in the future. " + BESIDE
    )
    GONE = "{file} was deleted or renamed. Recover opens the copy; Save then writes the file again."
    UNREADABLE = "{file} cannot be read now. Recover opens the copy as “{name} (recovered)”."
    NOT_COMPARED = (
        "{file} does not answer, so it is unknown which is newer. "
        "Recover opens the copy as “{name} (recovered)”."
    )
    SAME = "{file} holds all of the copy."
    SAVED_LATER = "{file} was saved after the copy was made."

    @property
    def is_superseded(self) -> bool:
        """Whether the file holds this work or what the same window made of it later."""
        return self in (Standing.SAME, Standing.SAVED_LATER)

    @property
    def has_other_version(self) -> bool:
        """Whether the file can be opened, and holds what the copy was not made from."""
        changed = (Standing.CHANGED, Standing.CHANGED_COPY_NEWER, Standing.CHANGED_FILE_NEWER)
        return self in changed

    @property
    def opens_beside(self) -> bool:
        """Whether the copy opens without its file, so that Save asks for a place."""
        is_unknown = self in (Standing.UNREADABLE, Standing.NOT_COMPARED)
        return self.has_other_version or is_unknown


@dataclass(frozen=True)
class Offer:
    """A recovery copy, how it stands to its file, and when that was written, if it is there.

    ``file_state`` is the file that Save may replace; None if it must ask for one.
    """

    crashed: CrashedWindow
    standing: Standing = Standing.NO_FILE
    path: Path | None = None
    file_time: QDateTime | None = None
    file_state: FileState | None = None

    @property
    def name(self) -> str:
        """The name under which the copy opens beside its file; empty if it opens as the file."""
        is_beside = self.standing.opens_beside
        return f"{self.crashed.info.name} (recovered)" if is_beside else ""

    @property
    def sentence(self) -> str:
        """How the copy stands to its file, and what can be done."""
        return self.standing.value.format(
            file=elide_name(self.path.name) if self.path else "",
            by=self._difference(),
            dated=self._dated(),
            name=elide_name(self.crashed.info.name),
        )

    def _dated(self) -> str:
        """Return what is dated in the future, or was when it was compared: the later one."""
        copy_time, file_time = self.crashed.written_at, self.file_time
        if file_time is None:
            return "the copy is"
        if _is_in_future(copy_time) and _is_in_future(file_time):
            return "both are"
        return "the file is" if file_time > copy_time else "the copy is"

    def _difference(self) -> str:
        """Return by how much the newer one is newer; nothing if the times do not agree with it."""
        if self.file_time is None:
            return ""
        seconds = self.file_time.msecsTo(self.crashed.written_at) / 1000
        if self.standing is Standing.CHANGED_FILE_NEWER:
            seconds = -seconds
        is_known = seconds >= 0 and not _is_in_future(self.file_time, self.crashed.written_at)
        return f", by {duration(seconds)}" if is_known else ""


def compare(crashed: CrashedWindow) -> Offer:
    """Compare a copy with its file. This reads the file, so call it in a worker thread."""
    saves = [save for save in reversed(crashed.saves) if save.document == crashed.info.document]
    for save in saves:
        if save.revision >= crashed.info.revision and _is_on_disk(save):
            return _offer(crashed, Standing.SAVED_LATER, save.file_state)
    recent = islice(saves, SAVES_THAT_MAY_HAVE_ENDED)
    ended = next((save for save in recent if _is_on_disk(save)), None)
    base = ended.file_state if ended else crashed.info.file_state
    if base is None:
        return Offer(crashed)
    return _offer(crashed, _standing(crashed, base), base)


def uncompared(crashed: CrashedWindow) -> Offer:
    """Return an offer without a look at the file, which does not answer."""
    if not crashed.info.file:
        return Offer(crashed)
    return Offer(crashed, Standing.NOT_COMPARED, Path(crashed.info.file))


def duration(seconds: float) -> str:
    """Return a length of time in the largest unit that it has two of, such as “3 minutes”.

    Beyond 60 days it is rounded, because months and years differ in length.
    """
    days = seconds / DAY_SECONDS
    if days >= 2 * YEAR_DAYS:
        return f"about {round(days / YEAR_DAYS):,} years"
    if days > MOST_DAYS:
        return f"about {round(days / MONTH_DAYS)} months"
    for unit, length in {"day": DAY_SECONDS, "hour": 3600, "minute": 60}.items():
        if seconds >= 2 * length:
            return f"{int(seconds / length)} {unit}s"
    if seconds < 1:
        return "less than a second"
    return f"{int(seconds)} second{'s' * (seconds >= 2)}"


def _offer(crashed: CrashedWindow, standing: Standing, file_state: FileState) -> Offer:
    time = QFileInfo(str(file_state.path)).lastModified()
    return Offer(
        crashed,
        standing,
        file_state.path,
        time if time.isValid() else None,
        None if standing.opens_beside else file_state,
    )


def _standing(crashed: CrashedWindow, base: FileState) -> Standing:
    on_disk = Fingerprint.of(base.path)
    if on_disk is None:
        return Standing.GONE
    if on_disk == UNREADABLE:
        return Standing.UNREADABLE
    if on_disk == Fingerprint.of(crashed.copy) and _have_same_bytes(crashed.copy, base.path):
        return Standing.SAME
    if on_disk == base.fingerprint:
        return Standing.COPY_NEWER
    file_time = QFileInfo(str(base.path)).lastModified()
    if _is_in_future(file_time, crashed.written_at):
        return Standing.CHANGED
    is_newer = file_time > crashed.written_at
    return Standing.CHANGED_FILE_NEWER if is_newer else Standing.CHANGED_COPY_NEWER


def _is_on_disk(save: SaveRecord) -> bool:
    return Fingerprint.of(Path(save.file)) == save.file_state.fingerprint


def _is_in_future(*times: QDateTime) -> bool:
    latest = QDateTime.currentDateTime().addSecs(CLOCK_SECONDS)
    return any(time > latest for time in times)


def _have_same_bytes(one: Path, other: Path) -> bool:
    try:
        with one.open("rb") as first, other.open("rb") as second:
            while piece := first.read(PIECE_BYTES):
                if piece != second.read(PIECE_BYTES):
                    return False
            return not second.read(1)
    except OSError:  # one of them is gone by now, so that nothing may be discarded
        return False
