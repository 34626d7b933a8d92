"""The note for the interview with the Aract, what came out of it, its date."""
