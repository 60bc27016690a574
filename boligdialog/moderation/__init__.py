"""Reading what comes in before neighbours do: one queue, a reason for every no, and the author hears of it."""
