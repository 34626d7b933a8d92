"""The feedback to those who were not there, on paper and in Word."""
