"""The questionnaire and the sheets that answer it: structure, faults, loading, versions, texts of one's own."""
