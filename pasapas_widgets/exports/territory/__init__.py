"""The territory: the sheet of exchanges and its table."""
