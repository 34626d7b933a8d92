"""The typed, frozen and versioned things the whole project speaks of. Pure: no file but content is read here."""
