"""The light vote: I am for this. One person, one support; it can be taken back until the item closes."""
