from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication

from gui.log_out import LogOut

ASKED = SIGNAL("commitDataRequest(QSessionManager&)")


def test_work_is_kept_on_log_out(qapp: QApplication) -> None:
    before = qapp.receivers(ASKED)
    kept: list[str] = []
    log_out = LogOut(qapp, lambda: kept.append("all"))
    assert qapp.receivers(ASKED) == before + 1
    log_out.keep()
    assert kept == ["all"]
    log_out.deleteLater()
