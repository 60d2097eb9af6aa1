"""What an epoch makes of the slopes δW, and how η changes from epoch to epoch.

- ``kinds.py`` names the optimisers and the schedules, and ``checks.py`` checks their settings.
"""
