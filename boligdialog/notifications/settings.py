"""Limits on what we send."""

#: So many mails a day go out at once; the others of that day are joined in one (features.md row 144).
AT_ONCE_A_DAY = 3

#: So many lines in a mail that joins notices.
LINES = 15

#: The mail that joins the rest of a busy day goes out at this hour, the weekly one on this weekday at that hour, Copenhagen.
DAILY_HOUR = 18
WEEKLY_DAY, WEEKLY_HOUR = 3, 16  # Thursday
