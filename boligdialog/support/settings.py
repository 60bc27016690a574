"""Fixed limits of support."""

MOST_HOMES = 100  # entered from paper at once
