"""Examples for those who write their own widgets."""
