"""What can be done with what waits for a moderator: by authors, by readers, by moderators."""
