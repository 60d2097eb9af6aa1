"""The document on disk: opened, saved, never lost."""

from .file_requests import FileRequests
from .files import Files
from .leaving import Farewell
from .recognition import is_experiment
from .recovery import Recovery

__all__ = ["Farewell", "FileRequests", "Files", "Recovery", "is_experiment"]
