"""Who hears of what: a notice on the page for everybody concerned, a mail for what matters at once."""
