"""The field: actors, places, programmes, HR indicators, services à la carte."""
