"""What staff read: does what is stored agree, who waits, what has happened."""
