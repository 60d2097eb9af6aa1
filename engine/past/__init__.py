"""The epochs that a run has passed: what is kept of them, and how any of them is computed again.

- ``keeping.py`` collects keyframes, each with all that the run goes on from there with, in bounded
  memory. ``arithmetic.py`` says which settings decide the numbers of an epoch.
- ``replay.py`` computes any epoch again: in closed form from the point that the run itself counted
  from, or by the very steps of the run from the keyframe before it. ``at_rest.py`` has the epochs
  of a run that goes round, which one look at the rows tells.
- ``cutting.py`` goes back to an epoch for good, and ``saved_run.py`` is a run as a file keeps it.
- ``between.py`` has what can be shown until that is done: W between two keyframes.
"""
