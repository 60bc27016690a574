"""The bodies that decide, and the table of who decides what."""
