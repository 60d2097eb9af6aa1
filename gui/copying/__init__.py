"""Copy As: what goes into documents and notebooks by the clipboard."""

from .copy_as import CopyAs

__all__ = ["CopyAs"]
