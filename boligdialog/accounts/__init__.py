"""People and how they show who they are: a code by mail, a code in a letter, a code of their own. No passwords."""
