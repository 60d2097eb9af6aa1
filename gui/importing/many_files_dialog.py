"""The import dialog for a table in many files: all are read as the first of them."""

import re
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from engine import Settings
from engine.parts.cluster import Cluster
from engine.parts.errors import ClusterMissing

from ..background import TaskQueue
from ..background.task import Progress, Work
from ..text.message import sentence_of
from ..text.names import elide_name
from ..text.translation import plural, translate
from ..theme.appearance import GRID
from .dialog import ImportDialog
from .many_files import import_many
from .options import ImportOptions
from .plan import ImportPlan
from .result import FileSnapshot
from .texts import WERE_LEFT_OUT, describe_left_out

TITLE = plural("importing", "Import {n} Files", "Import {n} File", 1)
READ_ALIKE = plural(
    "importing",
    "All {n} files are read like the first of them, {name}. Columns are matched by their names.",
    "The only file is {name}.",
    1,
)
WHERE = translate("importing", "&Read them")
ADDRESS = translate("importing", "tcp://scheduler:8786")
NO_ADDRESS = translate(
    "importing", "Type the address of the scheduler, such as tcp://10.0.0.1:8786."
)
DERIVED = translate(
    "importing",
    "Words and dates would become other numbers in each file: leave these columns out.",
)
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|wss?)://\S+:[0-9]+(?:/\S*)?")
_WIDTH_OF_ADDRESS = 26


class Place(Enum):
    """Where files are reduced; the value is what the box says."""

    HERE = translate("importing", "in this program, one after the other")
    MACHINE = translate("importing", "on this machine, in a process for each processor")
    ADDRESS = translate("importing", "on the cluster with this address")


class PlaceRow(QWidget):
    """Says how the files are read, and lets a person choose where.

    ``changed`` is emitted when another place, or another address, is chosen.
    """

    changed = Signal()

    def __init__(self, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = QLabel(READ_ALIKE(len(paths), name=elide_name(paths[0].name)))
        text.setObjectName("import_files")
        text.setWordWrap(True)
        text.setToolTip("\n".join(map(str, (*paths[:20], *("…" for _ in paths[20:21])))))
        self._place = QComboBox()
        self._place.setObjectName("import_place")
        for place in Place:
            self._place.addItem(place.value, place)
        self._address = QLineEdit()
        self._address.setObjectName("import_address")
        self._address.setPlaceholderText(ADDRESS)
        self._address.setAccessibleName(translate("importing", "Address of the scheduler"))
        width = self._address.fontMetrics().averageCharWidth()
        self._address.setMinimumWidth(_WIDTH_OF_ADDRESS * width)
        self._address.hide()
        where = QLabel(WHERE)
        where.setBuddy(self._place)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(where)
        line.addWidget(self._place)
        line.addWidget(self._address, 1)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(text)
        column.addLayout(line)
        self._place.currentIndexChanged.connect(self._on_place)
        self._address.textChanged.connect(self.changed)

    @property
    def cluster(self) -> Cluster | None:
        """The chosen cluster; None for this program."""
        match self._place.currentData():
            case Place.MACHINE:
                return Cluster()
            case Place.ADDRESS:
                return Cluster(self._address.text().strip())
        return None

    @property
    def obstacle(self) -> str:
        """Why the files cannot be read there; empty if they can."""
        cluster = self.cluster
        if cluster is None:
            return ""
        from engine.parts.on_cluster import is_installed  # loaded on use: few have a cluster

        if not is_installed():
            return sentence_of(ClusterMissing())
        if not cluster.is_local and not _ADDRESS.fullmatch(cluster.address):
            return NO_ADDRESS
        return ""

    @Slot()
    def _on_place(self) -> None:
        self._address.setVisible(self._place.currentData() is Place.ADDRESS)
        self.changed.emit()


class ManyFilesDialog(ImportDialog):
    """Previews the first of many files, and reduces all of them.

    ``imported`` carries the ImportResult and the ImportOptions, as of one file.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        options: ImportOptions,
        settings: Settings,
        preview_task: TaskQueue,
        import_task: TaskQueue,
        count_task: TaskQueue,
        extra_task: TaskQueue,
        parent: QWidget | None = None,
    ) -> None:
        self._paths = tuple(paths)
        self._place = PlaceRow(paths)
        tasks = (preview_task, import_task, count_task, extra_task)
        super().__init__(paths[0], options, settings, *tasks, parent)
        self.setWindowTitle(TITLE(len(paths)))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self._place)
        self._place.changed.connect(self._show_state)

    def _obstacle_of(self, plan: ImportPlan) -> str:
        options = plan.read_options
        if options.indicators or options.days:
            return DERIVED
        return super()._obstacle_of(plan) or self._place.obstacle

    def _work(self, plan: ImportPlan, snapshot: FileSnapshot) -> Work[object]:
        paths, settings, cluster = self._paths, self._settings, self._place.cluster
        read_options, adds_ones = plan.read_options, plan.adds_ones
        notes = (*plan.notes, *describe_left_out(plan, WERE_LEFT_OUT))

        def read(report: Progress) -> object:
            snapshot.check_unchanged()
            return import_many(
                paths, read_options, settings, cluster, report, notes, adds_ones=adds_ones
            )

        return read

    @Slot()
    def _show_state(self) -> None:
        super()._show_state()
        self._place.setEnabled(not self._import_task.is_busy)
