"""Fixed limits of search, and the words that say nothing about what a title is about."""

LONGEST = 100  # characters of a search
PAGE = 20
MOST = 200  # hits that can be paged through; whoever wants more writes one more word
COUNTED = 1000  # beyond, it says «over 1,000»
PREFIX_FROM = 3  # letters from which the last word may be the beginning of one

ALIKE = 5  # ideas shown to somebody who writes one
ALIKE_FROM = 10  # characters of a title
ALIKE_ENOUGH = 0.25  # words in common, of all words of both titles

#: Danish and English, folded.
COMMON = frozenset(
    """
    af alle alt anden andet at blive bliver da de dem den denne der deres det dette dig din dine dit du efter eller en end er et flere for
    fra faa faar gerne god gode have har her hos hun hvad hvis hvor i igen ikke ind ja jeg kan kom kunne lave lidt man mange med meget mere
    mellem mig min mine mit mod mulighed naar nej nogle noget nok nu ny nye nyt og oenske om op os over paa saa samt se selv sin skal skulle
    som stoerre til ud under ved vi vil vores vaere
    a about all an and are as be better by can could do for from get have how in into is it make more my need new not of on one or our
    should so some than that the there this to up want we with would you
    """.split()  # noqa: SIM905 - a list of quoted words nobody can read
)
