"""What Secant promises of speed, measured in one run: ``python3 -m tests.benchmark``."""
