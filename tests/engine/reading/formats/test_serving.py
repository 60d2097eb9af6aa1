"""What the process of a reader does, in this process: each real file, whole and in part."""

import io
import json
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from engine.reading.formats import format_worker

FOLDER = Path(format_worker.__file__).parent
DATA = Path(__file__).parents[3] / "data"
READERS = {
    "arrow_reader.py": ("pyarrow", (".parquet", ".feather", ".arrow", ".arrows", ".orc")),
    "matlab_reader.py": ("scipy", (".mat",)),
    "hdf5_reader.py": ("h5py", (".h5",)),
    "readstat_reader.py": ("pyreadstat", (".sav", ".zsav", ".dta", ".xpt")),
}
FILES = [
    (reader, library, path)
    for reader, (library, suffixes) in READERS.items()
    for folder in ("writers", "reports")
    for path in sorted((DATA / folder).iterdir())
    if path.suffix in suffixes
]


def served(reader: str, path: Path, **request: object) -> list[dict[str, Any]]:
    """Return the lines of JSON that a reader writes of a file; the numbers are passed over."""
    out = io.BytesIO()
    file = run_path(str(FOLDER / reader))["open_file"](str(path))
    asked = json.dumps({"most_rows": None, **request} if request else None).encode()
    format_worker.serve(file, io.BytesIO(asked + b"\n"), out)
    lines = []
    for line in out.getvalue().split(b"\n"):
        start = line.find(b'{"')
        if start >= 0 and line.endswith(b"}"):
            lines.append(json.loads(line[start:]))
    return lines


@pytest.mark.parametrize(("reader", "library", "path"), FILES, ids=lambda each: Path(each).name)
def test_every_file_is_served(reader: str, library: str, path: Path) -> None:
    pytest.importorskip(library)
    (facts,) = served(reader, path)
    assert facts["tables"]
    starts = 0
    for number, table in enumerate(facts["tables"]):
        width = len(table["columns"])
        if width:
            found = served(reader, path, tables=[number], columns=[*range(starts, starts + width)])
            assert found[0] == facts
            assert found[-1] == {"done": True, "whole": True}
        starts += width
