"""What a group writes down: the carnet and its parts."""
