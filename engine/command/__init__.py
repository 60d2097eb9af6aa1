"""The program without a window: ``python3 -m engine``."""
