"""The plan of action: poster, tables, calendar."""
