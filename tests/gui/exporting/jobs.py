"""Export jobs for tests that skip the dialog."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gui.exporting.export_job import ExportJob, ExportTarget

ANY = "Any file (*)"


def job_of(path: Path, chunks: Iterable[bytes], header: Sequence[str] = ()) -> ExportJob:
    """Return a job that writes the chunks to the path."""
    return ExportJob("", path.name, {ANY: lambda: chunks}, header).to(ExportTarget(path, ANY))
