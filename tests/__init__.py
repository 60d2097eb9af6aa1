"""The tests of Secant; ``python3 -m tests`` sets up what they need and runs them."""

# Every process that a test starts must end within this time, so that no test can hang the suite.
# The slowest, a first launch with pip, took 26 s on two cores shared by eight test runs.
TIMEOUT_SECONDS = 120
