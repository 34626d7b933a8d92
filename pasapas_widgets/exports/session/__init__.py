"""What is printed for a session: cards, poster, paper questionnaire, run sheet, certificate."""
