"""Tables in NumPy files (.npy, .npz).

``array_files.py`` checks what an array claims about itself against the size of the file, and opens
it without unpickling. ``arrays.py`` reads its rows; NaN and infinities are faults.
"""
