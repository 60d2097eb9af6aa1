"""The document on disk: opened, saved, never lost."""

from .dialogs import SUFFIX
from .file_requests import FileRequests
from .files import Files
from .recovery import Recovery

__all__ = ["SUFFIX", "FileRequests", "Files", "Recovery"]
