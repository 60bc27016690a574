"""What is printed, and what comes in on paper."""
