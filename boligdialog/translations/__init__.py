"""What somebody wrote, in another language: by a person or a machine, said so, and the original one tap away."""
