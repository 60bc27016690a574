"""The floor: what every feature stands on. Knows no feature."""
