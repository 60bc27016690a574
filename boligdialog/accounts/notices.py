"""The mail with the six digits."""

from boligdialog.accounts import queries
from boligdialog.accounts.events import SignInCodeAsked
from boligdialog.accounts.services import PURPOSE
from boligdialog.core import mail, tokens
from boligdialog.core.envelope import Letter
from boligdialog.core.events import Event, on
from boligdialog.core.i18n import _


@on(SignInCodeAsked)
def send_code(happened: SignInCodeAsked, event: Event) -> None:
    """Decide that the mail goes out."""
    attempt = queries.attempt_by_id(happened.attempt_id)
    if attempt:
        mail.post("sign_in", attempt.id, lang=attempt.lang)


@mail.letter("sign_in")
def write_code(attempt_id: int) -> Letter | None:
    """The digits, derived again: a repeated mail carries the same. Nothing when the attempt is over."""
    attempt = queries.attempt_by_id(attempt_id)
    if attempt is None or not attempt.address:
        return None
    digits = tokens.six_digits(PURPOSE, attempt_id)
    if attempt.person_id:
        text = _(
            "Your code is %(code)s\n\nWrite it where you asked for it, and this becomes your e-mail address on Boligdialog. "
            "It works for 10 minutes.\n\nDid you not ask for a code? Then you need not do anything.",
            code=digits,
        )
        return Letter(attempt.address, _("%(code)s is your code for Boligdialog", code=digits), text)
    link = mail.link(f"/log-ind/link/{attempt_id}/{tokens.link_token(PURPOSE, attempt_id)}", attempt.lang)
    text = _(
        "Your code is %(code)s\n\nWrite it where you asked for it. It works for 10 minutes.\n\n"
        "Or open this page on the same phone or computer:\n%(link)s\n\nDid you not ask for a code? Then you need not do anything.",
        code=digits,
        link=link,
    )
    return Letter(attempt.address, _("%(code)s is your code for Boligdialog", code=digits), text, is_asked_for=True)
