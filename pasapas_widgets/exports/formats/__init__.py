"""What the exports share: typesetting, Word, Excel, words."""
