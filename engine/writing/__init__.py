"""Results and tables on their way out: text, programs, and files written whole."""
