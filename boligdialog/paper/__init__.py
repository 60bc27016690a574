"""What is printed and hung up, put in letter boxes and handed in on paper: every way in that needs no screen."""
