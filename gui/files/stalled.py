"""Asks what to do about a file whose disk, network or pipe has stopped responding.

After the question a standing message says that the file is still being written, and what the window
does by itself once it is; the question can be opened again at any time.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from engine.shortening import elide_middle

from ..background import TaskQueue, answer_within
from ..text.message import Message, MessageKind
from ..text.names import elide_name, shown_path
from ..text.translation import translate

ON_DISK = translate(
    "files",
    "“{name}” is not written yet: the disk or network that holds {folder} has not responded for "
    "{seconds:.0f} seconds.",
)
IN_PIPE = translate(
    "files",
    "“{name}” is not written yet: it is a pipe, and no program has read from it for {seconds:.0f} "
    "seconds. It is in {folder}.",
)
GOING_ON = translate("files", "“{name}” is not written yet. It is being written to {folder}.")
KEPT = translate("files", "If you stop, a file that is there already stays as it was.")
CUT_OFF = translate("files", "If you stop, the program that reads the pipe has only a part.")
WORK_ON = translate("files", "You can wait and go on working.")
GIVEN_UP = translate(
    "files", "{path} was not written: it did not respond, and you stopped waiting."
)
NOT_WRITTEN = translate("files", "{path} is not written yet.")
LATER = translate("files", "To wait no longer, press Stop…")
MOST_OF_NAME = 16
"""Characters of a name in the mark, which must fit in the strip of a window of 900 pixels."""


class AfterWriting(Enum):
    """What the window does by itself once the file is written, and how that is called off."""

    NOTHING = (WORK_ON, translate("files", "Still writing “{name}”…"), "", "")
    CLOSE = (
        translate("files", "The window closes once it is written."),
        translate("files", "Closing after “{name}”…"),
        translate("files", "&Don’t Close"),
        translate("files", "The window stays open."),
    )
    REPLACE = (
        translate("files", "The next document is shown once it is written."),
        translate("files", "Next document after “{name}”…"),
        translate("files", "Stay &Here"),
        translate("files", "This document stays open."),
    )

    @property
    def sentence(self) -> str:
        """What follows, as the question says it."""
        return self.value[0]

    @property
    def short(self) -> str:
        """What follows, as the mark says it, with a place for the name of the file."""
        return self.value[1]

    @property
    def button(self) -> str:
        """The text of the button that calls it off."""
        return self.value[2]

    @property
    def called_off(self) -> Message:
        """What to say when it was called off."""
        return Message(MessageKind.QUIET, self.value[3])


class StalledDialog(QMessageBox):
    """Asks whether to keep waiting; the window behind it stays usable after that."""

    def __init__(self, window: QWidget, sentence: str, consequence: str) -> None:
        super().__init__(window)
        self.setObjectName("stalled")
        self.setWindowTitle(translate("files", "Still Writing"))
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <b>
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setText(sentence)
        self._consequence = consequence
        role = QMessageBox.ButtonRole
        self.wait = self.addButton(translate("files", "Keep &Waiting"), role.RejectRole)
        self.stay = self.addButton(AfterWriting.CLOSE.button, role.ActionRole)
        self.stop = self.addButton(translate("files", "&Stop Writing"), role.DestructiveRole)
        self.wait.setObjectName("stalled_wait")
        self.stay.setObjectName("stalled_stay")
        self.stop.setObjectName("stalled_stop")
        self.setDefaultButton(self.wait)
        self.setEscapeButton(self.wait)
        self.show_after(AfterWriting.NOTHING)

    def show_after(self, after: AfterWriting) -> None:
        """Say what follows once the file is written, and offer to call it off."""
        self.setInformativeText(f"{after.sentence} {self._consequence}")
        self.stay.setVisible(bool(after.button))
        if after.button:
            self.stay.setText(after.button)


class StalledQuestion(QObject):
    """Watches the writing of a queue, and asks about a file that stalls.

    ``given_up`` says that the person has stopped the writing, ``called_off`` that nothing may
    follow it. ``standing_changed`` carries a Message that is true until the next one, or None.
    """

    given_up = Signal()
    called_off = Signal()
    standing_changed = Signal(object)

    def __init__(self, window: QWidget, queue: TaskQueue, path: Callable[[], Path]) -> None:
        super().__init__(window)
        self._window, self._queue, self._path = window, queue, path
        self._dialog: StalledDialog | None = None
        self._asked_about: Path | None = None
        self._after = AfterWriting.NOTHING
        self._standing: Message | None = None
        queue.stalled.connect(self.ask)
        queue.started.connect(self._refresh)
        queue.idle.connect(self._refresh)
        for ended in (queue.done, queue.refused, queue.failed):
            ended.connect(self._withdraw)

    @property
    def after(self) -> AfterWriting:
        """What the window does by itself once the file is written."""
        return self._after

    def set_after(self, after: AfterWriting) -> None:
        """Say from now on what follows once the file is written."""
        self._after = after
        if self._dialog is not None:
            self._dialog.show_after(after)
        self._refresh()

    @Slot()
    def ask(self) -> None:
        """Ask now if the writing stalls, unless the question is open already."""
        if self._queue.is_stalled:
            self.ask_anyway()

    @Slot()
    def ask_anyway(self) -> None:
        """Ask now if anything is being written, unless the question is open already."""
        if self._dialog is not None or not self._queue.is_busy:
            return
        self._asked_about = self._path()
        self._dialog = StalledDialog(self._window, *self._sentences(self._asked_about))
        self._dialog.show_after(self._after)
        self._dialog.buttonClicked.connect(self._answer)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()
        self._refresh()

    def _sentences(self, path: Path) -> tuple[str, str]:
        """Return why the file is not written yet, and what becomes of it if the person stops."""
        is_pipe = answer_within(lambda: _is_pipe(path), False)
        sentence = IN_PIPE if is_pipe else ON_DISK
        if not self._queue.is_stalled:
            sentence = GOING_ON
        name, seconds = elide_name(path.name), self._queue.quiet_seconds
        text = sentence.format(name=name, folder=shown_path(path.parent), seconds=seconds)
        return text, CUT_OFF if is_pipe else KEPT

    @Slot(QAbstractButton)
    def _answer(self, button: QAbstractButton) -> None:
        if self._dialog is not None and button is self._dialog.stop:
            self._asked_about = None
            self.given_up.emit()
        elif self._dialog is not None and button is self._dialog.stay:
            self.called_off.emit()

    @Slot()
    def _withdraw(self) -> None:
        """Close the question: the file is written, or its error is reported."""
        if self._dialog is not None:
            self._dialog.reject()
        self._asked_about = None
        self._stand(None)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _refresh(self) -> None:
        """Say that a file is still being written, if the person was asked or waits for it."""
        is_due = self._asked_about is not None or self._after is not AfterWriting.NOTHING
        self._stand(self._message() if is_due and self._queue.is_busy else None)

    def _message(self) -> Message:
        kind = MessageKind.GOING if self._asked_about is None else MessageKind.WARNING
        path = self._path()
        text = self._after.short.format(name=elide_middle(path.name, MOST_OF_NAME))
        detail = " ".join((NOT_WRITTEN.format(path=shown_path(path)), self._after.sentence, LATER))
        return Message(kind, text, detail=detail)

    def _stand(self, message: Message | None) -> None:
        if message != self._standing:
            self._standing = message
            self.standing_changed.emit(message)


def _is_pipe(path: Path) -> bool:
    try:
        return path.is_fifo()
    except OSError:  # its folder may not be looked into any more
        return False
