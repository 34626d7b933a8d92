"""What a session needs on paper and in the hand: templates, cards, posters, the trainer's folder, opening slides."""
