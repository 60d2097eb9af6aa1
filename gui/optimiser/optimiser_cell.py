"""The cell of the optimiser: it reads what is typed, and changes the document's settings."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from engine import EngineError
from engine.optimisers.kinds import Optimiser, Schedule

from ..document import Document
from ..errors import GuiError
from ..text import optimiser_texts as texts
from ..text.message import refusal
from ..text.setting_texts import WITH_KEY
from ..widgets.cell import Cell
from ..widgets.suggesting_field import Suggestion
from .optimiser_field import OptimiserField


class OptimiserCell(QObject):
    """Shows and changes the optimiser of the document; ``refused`` carries why a text is none.

    The note says how η changes, unless it is constant. ``cell`` is the widget.
    """

    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        widest = texts.WITH_MOMENTUM.format(name=texts.NAMES[Optimiser.HEAVY_BALL], number="0.95")
        self.field = OptimiserField(self.named_optimisers, widest)
        self.field.setAccessibleName(texts.OPTIMISER)
        self.cell = Cell(
            texts.OPTIMISER,
            self.field,
            key=texts.KEY,
            tip=texts.TIP,
            widest_notes=[texts.note_of(each) for each in Schedule],
        )
        self.cell.note.setObjectName("schedule")
        self.field.optimiser_entered.connect(self.enter)
        self.field.refused.connect(self.refused)
        self.field.dialog_asked.connect(self.ask)
        document.settings_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the optimiser of the document; a text that is being corrected stays."""
        settings = self._document.settings
        if not self.field.is_refused():
            self.field.show_optimiser(
                texts.written_optimiser(settings), texts.short_optimiser(settings)
            )
        self.cell.note.show_text(texts.schedule_note(settings))
        formula = texts.formula_of(settings)
        self.cell.note.setToolTip(formula)
        tip = WITH_KEY.format(tip=texts.TIP, key=texts.KEY)
        self.field.setToolTip("\n".join((formula, tip)))
        self.field.setAccessibleDescription(self.cell.note.text())

    def named_optimisers(self) -> Sequence[Suggestion]:
        """Return the optimisers, each as it may be typed, with its formula."""
        settings = self._document.settings
        written = {each: texts.entry_of(each, settings) for each in Optimiser}
        return [Suggestion(text, text, texts.tip_of(each)) for each, text in written.items()]

    def choose(self, optimiser: Optimiser) -> None:
        """Descend by another optimiser, with the numbers that the settings have for it."""
        from .entry import changes_to  # loaded on use, as below

        self._change(changes_to(optimiser, self._document.settings))

    @Slot(str)
    def enter(self, text: str) -> None:
        """Take a typed optimiser, or say what is wrong with it."""
        from .entry import mistake_place, read_optimiser

        try:
            changes = read_optimiser(text, self._document.settings)
        except (EngineError, GuiError) as error:
            self.field.refuse(refusal(error), *mistake_place(text))
        else:
            self._change(changes)

    @Slot()
    def ask(self) -> None:
        """Ask for all numbers, and for the schedule of η."""
        from .optimiser_dialog import OptimiserDialog  # loaded on use

        dialog = OptimiserDialog(self._document.settings, self.field.window())
        dialog.chosen.connect(self._change)
        dialog.open()

    @Slot(object)
    def _change(self, changes: dict[str, float | str]) -> None:
        """Change settings as one step of undo."""
        self.field.restore()
        self._document.change_settings(**changes)
        self.refresh()
