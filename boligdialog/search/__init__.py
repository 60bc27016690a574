"""Search: find what others have made, and see in time that somebody has had the same idea."""
