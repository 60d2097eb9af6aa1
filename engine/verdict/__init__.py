"""What the end of a descent is worth: every ending is compared with the optimum itself.

- ``rule.py`` decides whether a point is the optimum: by its loss and by each of its weights. It is
  the only rule for ✓, in the window, in ``Fit.verdict`` and on the command line.
- ``gap.py`` splits what is left of the loss into directions, and says how fast each one shrinks.
- ``judge.py`` finds the one sentence that is true of an ending, and the remedy that would help.
- ``least_unknown.py`` judges descents on losses whose least no formula tells: never with ✓.
- ``verdict.py`` has the endings with their sentences, and ``wording.py`` the numbers and names in
  them.
"""
