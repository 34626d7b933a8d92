"""What every widget stands on: the base class, the carnet that several widgets share."""
