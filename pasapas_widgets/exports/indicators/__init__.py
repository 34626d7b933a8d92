"""The HR indicators, on paper and in Excel."""
