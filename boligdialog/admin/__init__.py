"""Running it: starting, filling an empty municipality, the demo, and proving that the numbers agree."""
