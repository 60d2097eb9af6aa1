"""The bundle: a folder that starts Secant where there is no Python, an archive and a package of it.

``python3 -m tests.bundle`` builds ``dist/secant``, a ``.tar.xz`` and, on Linux, a ``.deb``;
``python3 -m tests.bundle check`` proves them in a Debian without Python.

- ``secant.spec`` says what PyInstaller puts into the folder: two programs, ``secant`` and
  ``secant-fit``. ``secant_fit.py`` is where the second one starts.
- ``building.py`` runs it in an environment of its own, below ``build``, and packs the folder.
- ``debian_package.py`` makes the package, with ``man_pages.py``; ``secant.iss`` is the installer of
  Windows.
- ``debian_root.py`` makes the Debian to check in, ``screen.py`` is a screen with a person at its
  keyboard, and ``checking.py`` is what that person does.
"""
