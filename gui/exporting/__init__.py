"""Tables, results and pictures taken out of the window: the dialog, the dialects, the texts."""

from .exports import Exports

__all__ = ["Exports"]
