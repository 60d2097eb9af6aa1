from PySide6.QtGui import QUndoStack

from engine import Problem, Settings
from gui.document import Experiment
from gui.document.document import Step


def test_step_does_and_undoes() -> None:
    before, after = (Experiment.of(Problem([[k]], [k]), Settings()) for k in (1, 2))
    shown: list[Experiment] = []
    stack = QUndoStack()
    stack.push(Step("Edit of A", before, after, shown.append))
    assert stack.undoText() == "Edit of A"
    stack.undo()
    stack.redo()
    assert [one is other for one, other in zip(shown, [after, before, after], strict=True)]
    assert shown == [after, before, after]
