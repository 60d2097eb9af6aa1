"""The panels of the window; only the main window puts them together."""
