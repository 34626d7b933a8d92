"""What comes in: files and codes of answers, questionnaires, HR exports."""
