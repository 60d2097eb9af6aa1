"""The Data menu: what can be done to A and Y as a whole."""

from .actions import DataActions

__all__ = ["DataActions"]
