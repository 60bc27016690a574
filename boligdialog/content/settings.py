"""What is fixed about things."""

MAX_PHOTOS = 5  # row 36; the places 0 to 4 of an Attachment
ALT_LENGTH = (3, 200)
REASON_LENGTH = (5, 200)  # row 32: why a text that others rely on was changed
