"""What goes from a study into a paper: tables, figures, and the paragraph that says how they were made."""
