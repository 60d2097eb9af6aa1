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

from engine.language.sentence import marked

from ..files.file_state import UNREADABLE, FileState, Fingerprint
from ..text.names import elide_name
from ..text.translation import translate, translated
from .crashed_windows import CrashedWindow
from .save_log import SaveRecord
from .sentences import duration

SAVES_THAT_MAY_HAVE_ENDED = 2
"""The last save may have been killed before it replaced the file; the one before it had ended."""
PIECE_BYTES = 2**20
"""Read at a time to compare two files: as fast as larger pieces, and needs little memory."""
CLOCK_SECONDS = 2
"""Clocks of file systems are this coarse (FAT); a time later than that is in the future."""
BESIDE = translate(
    "recovery",
    "Recover opens the copy beside the file, as “{name} (recovered)”; Open File opens the file.",
)


class Standing(Enum):
    """How a recovery copy stands to its file. The values are the sentences of the offer.

    ``{file}`` is the file's name. ``WITH_LEAD`` and ``DATED`` say it with more that is known.
    """

    NO_FILE = marked(
        "recovery", "No file is known for this work. Recover opens it; Save then asks for a file."
    )
    COPY_NEWER = marked(
        "recovery",
        "The copy is newer than {file}. Recover opens the copy; Save then replaces the file.",
    )
    CHANGED_COPY_NEWER = marked(
        "recovery", "The copy is newer than {file}. It was made from another version of the file."
    )
    CHANGED_FILE_NEWER = marked(
        "recovery", "{file} is newer than the copy. The copy was made from another version of it."
    )
    CHANGED = marked(
        "recovery",
        "The copy was made from another version of {file}. Which is newer is unknown, because both "
        "are dated in the future.",
    )
    GONE = marked(
        "recovery",
        "{file} was deleted or renamed. Recover opens the copy; Save then writes the file again.",
    )
    UNREADABLE = marked(
        "recovery", "{file} cannot be read now. Recover opens the copy as “{name} (recovered)”."
    )
    NOT_COMPARED = marked(
        "recovery",
        "{file} does not answer, so it is unknown which is newer. Recover opens the copy as "
        "“{name} (recovered)”.",
    )
    SAME = marked("recovery", "{file} holds all of the copy.")
    SAVED_LATER = marked("recovery", "{file} was saved after the copy was made.")

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


WITH_LEAD = {
    Standing.COPY_NEWER: (
        translate(
            "recovery",
            "The copy is newer than {file}, by {lead}. Recover opens the copy; Save then replaces "
            "the file.",
        )
    ),
    Standing.CHANGED_COPY_NEWER: (
        translate(
            "recovery",
            "The copy is newer than {file}, by {lead}. It was made from another version of the "
            "file.",
        )
    ),
    Standing.CHANGED_FILE_NEWER: (
        translate(
            "recovery",
            "{file} is newer than the copy, by {lead}. The copy was made from another version of "
            "it.",
        )
    ),
}
"""The sentences if it is known by how much the one is newer."""
COPY_DATED = translate(
    "recovery",
    "The copy was made from another version of {file}. Which is newer is unknown, because the copy "
    "is dated in the future.",
)
FILE_DATED = translate(
    "recovery",
    "The copy was made from another version of {file}. Which is newer is unknown, because the file "
    "is dated in the future.",
)


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
        return (
            translate("recovery", "{name} (recovered)").format(name=self.crashed.info.name)
            if is_beside
            else ""
        )

    @property
    def sentence(self) -> str:
        """How the copy stands to its file, and what can be done."""
        file = elide_name(self.path.name) if self.path else ""
        name = elide_name(self.crashed.info.name)
        form, lead = translated(self.standing.value), self._lead()
        if self.standing is Standing.CHANGED:
            form = self._dated()
        elif lead is not None and self.standing in WITH_LEAD:
            form = WITH_LEAD[self.standing]
        said = [form, BESIDE] if self.standing.has_other_version else [form]
        known = "" if lead is None else duration(lead)
        return " ".join(said).format(file=file, name=name, lead=known)

    def _dated(self) -> str:
        """Say what is dated in the future, or was when it was compared: the later one."""
        copy_time, file_time = self.crashed.written_at, self.file_time
        if file_time is None:
            return COPY_DATED
        if _is_in_future(copy_time) and _is_in_future(file_time):
            return translated(Standing.CHANGED.value)
        return FILE_DATED if file_time > copy_time else COPY_DATED

    def _lead(self) -> float | None:
        """Return by how many seconds the newer one is newer; None if the times do not agree."""
        if self.file_time is None:
            return None
        seconds = self.file_time.msecsTo(self.crashed.written_at) / 1000
        if self.standing is Standing.CHANGED_FILE_NEWER:
            seconds = -seconds
        is_known = seconds >= 0 and not _is_in_future(self.file_time, self.crashed.written_at)
        return seconds if is_known else None


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
