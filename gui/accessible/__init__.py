"""What screen readers and the keyboard get beyond what Qt gives them.

``factory.py`` gives labels that speak and plots their role and text, ``announcing.py`` says a
sentence, and ``focus_ring.py`` draws a frame around what the keyboard reaches. Nothing here imports
widgets of the program: they are known by the names of their classes, and answer by a method.
"""
