"""The real program in its own process, with a simulated person at the keyboard.

- ``driver.py`` and ``recovery_driver.py`` start the program and run a script in its event loop: a
  generator that acts on the widgets and yields what it waits for.
- ``play.py`` runs such a driver as a process; the tests look at its output, exit status and files.
"""
