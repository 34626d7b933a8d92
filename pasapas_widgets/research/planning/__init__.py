"""Before a study: how many establishments and people, and what is written down first."""
