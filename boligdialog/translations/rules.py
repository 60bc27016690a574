"""Who may say a thing in another language."""

from boligdialog.accounts.models import Person
from boligdialog.accounts.rules import why_not_write
from boligdialog.content.models import VISIBLE, Item, ItemState
from boligdialog.content.rules import REVIEWERS
from boligdialog.core.access import Reason
from boligdialog.core.i18n import _
from boligdialog.core.joints import Facts, why_not_by_gates

#: On its way to the neighbours, or seen by them.
TRANSLATABLE = VISIBLE | {ItemState.DRAFT, ItemState.PENDING, ItemState.RETURNED}


def why_not_translate(by: Person | None, item: Item, lang: str, facts: Facts) -> Reason | None:
    """Its author and moderators of its area, into a language it is not written in (row 183); not who is muted."""
    reason = why_not_remove_translation(by, item) or why_not_write(by, item.area_id)
    if reason:
        return reason
    if lang == item.lang:
        return Reason("same_language", _("It is written in that language already."), status=422)
    if item.state not in TRANSLATABLE:
        return Reason("closed", _("It is not shown any more, so it is not translated."), status=409)
    return why_not_by_gates("translate", by, item, facts)


def why_not_remove_translation(by: Person | None, item: Item) -> Reason | None:
    """Its author, whoever wrote the translation, and moderators of its area."""
    if by is None or not (item.is_own(by) or by.has_role(*REVIEWERS, area_id=item.area_id)):
        return Reason("not_yours", _("Only the author and the moderators of the area can translate it."))
    return None
