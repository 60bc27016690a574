"""How staff come in: a link that signs in strongly, once."""

from datetime import timedelta

import sqlalchemy as sa

from boligdialog.accounts import queries
from boligdialog.accounts.events import SignedIn
from boligdialog.accounts.models import AgeBand, Person, StaffLink
from boligdialog.accounts.rules import mail_key, why_not_name
from boligdialog.accounts.services.by_mail import person_with
from boligdialog.core import clock, tokens
from boligdialog.core.access import ensure, refuse
from boligdialog.core.db import atomic, changed, db
from boligdialog.core.events import record
from boligdialog.core.i18n import _
from boligdialog.core.text import tidy_line


@atomic
def add_person(email: str, *, name: str | None = None) -> Person:
    """The person of an address, made if new: for the command line, which makes the first administrator."""
    person = person_with(mail_key(email))
    if name:
        name = tidy_line(name)
        ensure(why_not_name(name))
        person.name, person.age = name, person.age or AgeBand.ADULT
    return person


@atomic
def issue_staff_link(
    person: Person, *, token: str | None = None, life: timedelta = timedelta(hours=1), is_demo: bool = False, needs_sign_in: bool = False
) -> str:
    """A link's token that signs staff in strongly, once; in the demo as often as one likes (row 220)."""
    token = token or tokens.new_token()
    values = {"person_id": person.id, "expires_at": clock.now() + life, "is_demo": is_demo, "needs_sign_in": needs_sign_in}
    db.session.merge(StaffLink(token_hash=tokens.fingerprint(token), **values))
    return token


@atomic
def void_demo_links() -> int:
    """Earlier links of the demo stop working; how many."""
    return changed(sa.delete(StaffLink).where(StaffLink.is_demo))


@atomic
def use_staff_link(token: str, *, by: Person | None = None) -> Person:
    """Sign in with a staff link. Refused when it was used or is old; one that was handed over needs its owner's own sign-in first."""
    link = queries.staff_link(token)
    if link and link.needs_sign_in and (by is None or by.id != link.person_id):
        refuse("not_you", _("Log in with your own e-mail first."), _("Then open the link again."))
    unused = sa.or_(StaffLink.used_at.is_(None), StaffLink.is_demo)
    if link is None or not changed(sa.update(StaffLink).where(StaffLink.token_hash == link.token_hash, unused).values(used_at=clock.now())):
        refuse("used_link", _("The link has been used or is too old. Ask for a new one."), status=410)
    record(SignedIn(by_id=link.person_id, how="staff link"))
    return link.person
