"""The run's settings in the toolbar: epochs, η with its limit, h and the difference quotient."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from engine import Difference, EngineError
from gui.document import Document
from gui.fields.number_field import NumberField

FORMULAE = {
    Difference.CENTRAL: "[loss(w + h) − loss(w − h)] / 2h",
    Difference.FORWARD: "[loss(w + h) − loss(w)] / h",
    Difference.BACKWARD: "[loss(w) − loss(w − h)] / h",
}


class SettingsPanel(QWidget):
    """Shows the document's settings and changes them; ``refused`` carries why one cannot be."""

    refused = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._epochs = NumberField("epochs", "Epochs: how many steps the run takes in all", least=1)
        self._learning_rate = NumberField("learning_rate", "Learning rate η: how far W follows −δW")
        self._h = NumberField("h", "Step h of the difference quotient")
        self._limit = QLabel()
        self._limit.setObjectName("learning_rate_limit")
        self._difference = _difference_box()
        self._lay_out()
        self._epochs.value_entered.connect(self._enter_epochs)
        self._learning_rate.value_entered.connect(self._enter_learning_rate)
        self._h.value_entered.connect(self._enter_h)
        for field in self._fields():
            field.refused.connect(self.refused)
        self._difference.currentIndexChanged.connect(self._enter_difference)
        document.settings_changed.connect(self.refresh)
        self.refresh()

    @property
    def has_refused(self) -> bool:
        """Whether a field holds what it refused."""
        return any(field.is_refused() for field in self._fields())

    def commit(self) -> None:
        """Take what is typed but not yet entered."""
        for field in self._fields():
            field.commit()

    def show_limit(self, limit: float | None) -> None:
        """Show the largest stable η beside the field; None where it is not known."""
        self._limit.setText("" if limit is None else f"limit {limit:.3g}")
        self._limit.setToolTip("The descent diverges for η beyond 2/λmax of the Hessian 2AᵀA/N")

    @Slot()
    def refresh(self) -> None:
        """Show the document's settings."""
        settings = self._document.settings
        self._epochs.set_value(settings.epochs)
        self._learning_rate.set_value(settings.learning_rate)
        self._h.set_value(settings.h)
        self._difference.setCurrentIndex(list(Difference).index(settings.difference))
        self._difference.setToolTip(FORMULAE[settings.difference])

    def _fields(self) -> tuple[NumberField, ...]:
        return self._epochs, self._learning_rate, self._h

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for text, field in zip(("&Epochs", "&η", "&h"), self._fields(), strict=True):
            label = QLabel(text)
            label.setBuddy(field)
            layout.addWidget(label)
            layout.addWidget(field)
            if field is self._learning_rate:
                layout.addWidget(self._limit)
            layout.addSpacing(8)
        layout.addWidget(self._difference)
        layout.addStretch(1)

    @Slot(float)
    def _enter_epochs(self, value: float) -> None:
        self._enter(self._epochs, epochs=int(value) if value.is_integer() else value)

    @Slot(float)
    def _enter_learning_rate(self, value: float) -> None:
        self._enter(self._learning_rate, learning_rate=value)

    @Slot(float)
    def _enter_h(self, value: float) -> None:
        self._enter(self._h, h=value)

    @Slot(int)
    def _enter_difference(self, index: int) -> None:
        self._document.change_settings(difference=list(Difference)[index])

    def _enter(self, field: NumberField, **change: float) -> None:
        try:
            self._document.change_settings(**change)
        except EngineError as error:
            field.refuse(str(error))
        else:
            self.refresh()


def _difference_box() -> QComboBox:
    box = QComboBox()
    box.setObjectName("difference")
    box.setAccessibleName("Difference quotient")
    for difference, formula in FORMULAE.items():
        box.addItem(difference.capitalize(), difference)
        box.setItemData(box.count() - 1, formula, Qt.ItemDataRole.ToolTipRole)
    return box
