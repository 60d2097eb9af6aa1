"""What this program is: its version, and the commands that start it.

Secant is started from its sources, as installed by pip, or as a bundle: a folder with a Python of
its own, made by ``python3 -m tests.bundle``. ``version.py`` is the one place of the version, and
``commands.py`` has what a person types, which texts name.
"""
