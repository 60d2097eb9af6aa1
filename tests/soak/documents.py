"""The files of a soak: experiments to open, tables to import, and names to write to."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole

DATA = Path(__file__).parents[1] / "data"
TALL = (1_000_000, 10)


class Stage(NamedTuple):
    """Part of a round: the document opened at its beginning, and its share of the round.

    At rest nothing is done, so that memory, threads and objects can be compared between rounds.
    """

    name: str
    path: Path
    share: float
    is_at_rest: bool = False


class Documents:
    """Files in a folder of their own."""

    def __init__(self, folder: Path, has_tall: bool) -> None:
        self.folder = folder
        shapes = {"small": (20, 3), "medium": (2_000, 8), "large": (20_000, 10)}
        if has_tall:
            shapes["tall"] = TALL
        self.experiments = {name: self._experiment(name, *shape) for name, shape in shapes.items()}
        self.tables = [
            self._csv("plain.csv", ","),
            self._csv("points.tsv", "\t"),
            *sorted(DATA.glob("*.csv")),
            *sorted(path for path in (DATA / "messy").iterdir() if path.is_file()),
            *sorted(path for path in (DATA / "workbooks").iterdir() if path.is_file()),
        ]

    def stages(self) -> Sequence[Stage]:
        """Return the parts of a round; the shares sum up to 1."""
        shares = {"small": 0.35, "medium": 0.25, "large": 0.2, "tall": 0.1}
        acting = [Stage(name, path, shares[name]) for name, path in self.experiments.items()]
        rest = 1 - sum(stage.share for stage in acting)
        return [*acting, Stage("rest", self.experiments["small"], rest, is_at_rest=True)]

    def target(self, suffix: str, number: int) -> Path:
        """Return one of a few paths to write to, so that files are overwritten too."""
        return self.folder / f"written {number}{suffix}"

    def _experiment(self, name: str, rows: int, columns: int) -> Path:
        draw = np.random.default_rng(rows)
        A = draw.normal(size=(rows, columns))
        Y = A @ draw.normal(size=columns) + draw.normal(size=rows)
        path = self.folder / f"{name}.secant"
        write_whole(path, archived(SavedExperiment(A, Y, np.zeros(columns))))
        return path

    def _csv(self, name: str, separator: str) -> Path:
        values = np.random.default_rng(1).normal(size=(50, 4)).round(3)
        lines = [separator.join(map(str, row)) for row in values.tolist()]
        path = self.folder / name
        path.write_text("\n".join([separator.join("abcy"), *lines, ""]), "utf-8")
        return path
