"""The synthesis of a carnet, on paper and in Word."""
