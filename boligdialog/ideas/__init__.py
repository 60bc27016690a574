"""Ideas: what residents think would make it better to live here, from the first line to what was done."""
