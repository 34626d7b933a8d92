"""Exercises of the course as they are shown and printed: their figures, the exercises on paper, their answers apart."""
