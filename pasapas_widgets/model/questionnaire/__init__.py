"""The questionnaire and the sheets that answer it: structure, faults, versions, services that use their own."""
