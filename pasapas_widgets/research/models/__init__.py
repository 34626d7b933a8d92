"""Models of people's answers: one factor, the same factor in several groups, predictors, reliability by level."""
