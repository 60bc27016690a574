"""A municipality at size: as many ideas, comments and supports as a benchmark wants, the same for the same seed.

The rows are written as the services would have left them when all listeners are through, and `boligdialog check` finds no
difference. Left out are events that no page reads and the deliveries that are done.
"""

import random

from boligdialog.accounts import queries as accounts
from boligdialog.admin.services.crowd.people import TABLES_OF_PEOPLE, Town, settle
from boligdialog.admin.services.crowd.pour import Pourer, count_on_from, without_indexes
from boligdialog.admin.services.crowd.texts import Writer
from boligdialog.admin.services.crowd.things import TABLES_OF_THINGS, Things
from boligdialog.content.models import Item
from boligdialog.core import settings
from boligdialog.core.access import refuse
from boligdialog.core.db import atomic
from boligdialog.core.settings import change
from boligdialog.principles.services import add_provisional_principles
from boligdialog.search.services import forget_erased


@atomic
def build_crowd(*, ideas: int, seed: int) -> None:
    """Fill an empty database with so many ideas, ten comments and twenty supports for each."""
    if accounts.has_real_people():
        refuse("real_people", "There are people in this database already. The demo only fills an empty one.", status=409)
    if ideas < 100:
        refuse("too_few", "A municipality at size begins with 100 ideas.", status=422)
    chance = random.Random(seed)  # noqa: S311 - an invented history, the same each time
    add_provisional_principles()
    change(settings.IS_DEMO, 1)
    town: Town = settle(chance, count=max(200, ideas // 10))
    things = Things(town, Writer(chance), chance, ideas)
    with without_indexes(TABLES_OF_THINGS):
        things.pour(Pourer(TABLES_OF_THINGS))
        count_on_from(Item)
    forget_erased()


__all__ = ["TABLES_OF_PEOPLE", "TABLES_OF_THINGS", "build_crowd"]
