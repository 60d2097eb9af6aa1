"""The ways to follow a descent: epoch by epoch, or many at once where the limit confirms it."""
