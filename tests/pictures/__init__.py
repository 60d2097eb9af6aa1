"""Takes the pictures of the window that the documents show.

``taking.py`` opens the real window with a table, runs it and grabs it; ``png.py`` keeps a picture
small; ``python3 -m tests.pictures`` takes them all.
"""
