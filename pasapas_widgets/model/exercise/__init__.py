"""A module of the course and its exercises: typed, frozen, read strictly."""
