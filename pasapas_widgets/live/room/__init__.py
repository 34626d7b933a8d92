"""The room: phones, the trainer's kernel and the trainer's browser, each by its own door (docs/decisions/007-room.md).

``routes`` gives the addresses that the app serves, ``service`` holds the open store and who waits, ``doors`` decides
who comes in before any handler is chosen. Handlers are plain tornado: nothing of Jupyter is loaded for a phone.
"""
