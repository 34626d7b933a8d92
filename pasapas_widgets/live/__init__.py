"""A session in a room: its store, its server and pages, how a kernel reaches it, participants who do not exist."""
