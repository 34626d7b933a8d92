"""The room as a service of JupyterHub: its log-in opens the trainer's doors (docs/decisions/040-server.md)."""
