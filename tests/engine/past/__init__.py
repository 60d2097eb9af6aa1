"""The epochs that a run has passed."""
