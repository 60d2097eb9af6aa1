"""The small inputs of the toolbar."""
