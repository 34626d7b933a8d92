"""The kit: cards, methods, models of action, ready sessions, guides."""
