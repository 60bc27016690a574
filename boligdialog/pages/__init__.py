"""The front page, the pages of areas, one's own page, and what we say about ourselves."""
