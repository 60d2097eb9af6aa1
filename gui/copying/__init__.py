"""Copy As: results and tables on the clipboard, for documents and notebooks."""

from .copy_as import CopyAs

__all__ = ["CopyAs"]
