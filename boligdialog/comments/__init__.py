"""What people answer to an idea and to each other: two levels, thanks, questions that wait for an answer, voices of bodies."""
