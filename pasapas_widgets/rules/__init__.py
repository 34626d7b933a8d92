"""What follows from what things are: pure functions over the model."""
