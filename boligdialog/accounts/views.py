"""The pages by which people come in, say what they are called, and leave."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from boligdialog.accounts import queries, services
from boligdialog.accounts.forms import CodeForm, LetterForm, MailForm, WelcomeForm
from boligdialog.accounts.models import AgeBand, Person
from boligdialog.core import access, drafts, i18n, tokens
from boligdialog.core.access import current_person, found, prove_again_first, public
from boligdialog.core.forms import Form
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import own_page

blueprint = Blueprint("accounts", __name__)


@access.login_manager.request_loader
def load_person(_request: object) -> Person | None:
    """Flask-Login's user: the person of the session."""
    if not session.person_id:  # type: ignore[attr-defined]
        return None
    person = queries.person_of_session(session.person_id)  # type: ignore[attr-defined]
    if person:
        person.is_strong = session.is_strong  # type: ignore[attr-defined]
    return person


def _browser() -> str:
    """A random name for this browser, so that a code works where it was asked for."""
    return str(session.setdefault("browser", tokens.new_token()))


def _back() -> str:
    return own_page(request.args.get("back"))


def _come_in(person: Person, *, is_strong: bool = False) -> Response:
    is_same, waiting = session.person_id == person.id, drafts.waiting()  # type: ignore[attr-defined]
    session.begin(person.id, is_strong=is_strong or (is_same and session.is_strong))  # type: ignore[attr-defined]
    back = _back()
    if not person.is_introduced:
        drafts.keep_waiting(waiting)
        return redirect(url_for(".welcome", back=back), 303)
    return drafts.carry_out(waiting, person) or redirect(back, 303)


def _sign_in_page(bound: Form | None = None, *, letter: LetterForm | None = None, mail: MailForm | None = None) -> Response:
    return page(
        "accounts/sign_in.html",
        bound,
        letter_form=letter or LetterForm(formdata=None),
        mail_form=mail or MailForm(formdata=None),
        back=request.args.get("back"),
        waiting=drafts.waiting_sentence(),
    )


@blueprint.route("/log-ind", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Two ways in on one page; this one asks for a code by mail."""
    if current_person() and request.method == "GET":
        return redirect(_back(), 303)
    form = MailForm()
    if form.is_sent():
        with form.keeping_text():
            attempt = services.ask_code(form.email.data or "", browser=_browser(), lang=i18n.language())
            session["attempt"] = attempt.id
            return redirect(url_for(".enter_code", back=request.args.get("back")), 303)
    return _sign_in_page(form, mail=form)


@blueprint.route("/log-ind/brev", methods=["GET", "POST"])
@public
def enter_letter() -> Response | str:
    """The code of a letter, or one's own return code."""
    form = LetterForm()
    if form.is_sent():
        with form.keeping_text():
            by = current_person()
            entered = services.enter_paper_code(form.code.data or "", by=by, device=_browser(), once=form.once.data)
            if by:  # signed in before, and stays as strongly and as long as that was
                return redirect(_back(), 303)
            response = _come_in(entered.person)
            if entered.return_code in (None, queries.first_return_code(entered.person)):  # that one stands beside the two questions
                return response
            return render_template("accounts/return_code.html", code=tokens.spaced(entered.return_code), onward=response.location)
    return _sign_in_page(form, letter=form)


@blueprint.route("/k/<code>")
@public
def letter_link(code: str) -> Response:
    """What the QR code of a letter opens: the sign-in page with the code filled in. It still needs a press."""
    form = LetterForm(formdata=None, data={"code": tokens.spaced(tokens.tidy_code(code[:60]))})
    return _sign_in_page(letter=form)


@blueprint.route("/log-ind/kode", methods=["GET", "POST"])
@public
def enter_code() -> Response:
    """Where the six digits are typed."""
    attempt = queries.attempt(session.get("attempt"), tokens.fingerprint(_browser()))
    if attempt is None:
        flash(_("The code is too old. Get a new one."))
        return redirect(url_for(".sign_in", back=request.args.get("back")), 303)
    form = CodeForm()
    address = attempt.address or ""
    if form.is_sent():
        with form.keeping_text():
            return _come_in(services.enter_code(attempt, code=form.code.data or ""))
    waiting = drafts.waiting_sentence()
    return page("accounts/enter_code.html", form, address=queries.hinted(address), back=request.args.get("back"), waiting=waiting)


@blueprint.route("/log-ind/link/<id:attempt_id>/<token>", methods=["GET", "POST"])
@public
def mailed_link(attempt_id: int, token: str) -> Response:
    """The link of the mail. A press signs in, in the asking browser; another shows the digits to type there."""
    attempt = queries.attempt_by_id(attempt_id)
    if attempt is None or not tokens.same(token, tokens.link_token(services.PURPOSE, attempt_id)):
        return page("accounts/old_link.html", status=410)
    digits = tokens.six_digits(services.PURPOSE, attempt_id)
    is_here = tokens.same(attempt.browser_hash, tokens.fingerprint(session.get("browser", "")))
    form = Form()
    if form.is_sent() and is_here:
        with form.keeping_text():
            return _come_in(services.enter_code(attempt, code=digits))
    return page("accounts/mailed_link.html", form, digits=digits, is_here=is_here)


@blueprint.route("/log-ind/igen", methods=["GET", "POST"])
def prove_again() -> Response:
    """Show once more who one is, before something that would hurt in the wrong hands (row 15)."""
    person = current_person()
    form = Form() if person.email else LetterForm()
    if form.is_sent():
        with form.keeping_text():
            if person.email:
                session["attempt"] = services.ask_code(person.email, browser=_browser(), lang=i18n.language()).id
                return redirect(url_for(".enter_code", back=request.args.get("back")), 303)
            services.prove_again(form.code.data or "", by=person, device=_browser())
            return _come_in(person)
    return page("accounts/prove_again.html", form, address=queries.hinted(person.email or ""))


@blueprint.route("/min-side/mail", methods=["GET", "POST"])
def email() -> Response:
    """Add an address, or take another one (row 12)."""
    person, form = current_person(), MailForm()
    stale = prove_again_first()
    if stale:
        return stale
    if form.is_sent():
        with form.keeping_text():
            session["attempt"] = services.ask_code(form.email.data or "", browser=_browser(), lang=i18n.language(), for_person=person).id
            return redirect(url_for(".confirm_email"), 303)
    return page("accounts/email.html", form, person=person)


@blueprint.route("/min-side/mail/kode", methods=["GET", "POST"])
def confirm_email() -> Response:
    """The six digits that were sent to the new address."""
    person, form = current_person(), CodeForm()
    attempt = queries.attempt(session.get("attempt"), tokens.fingerprint(_browser()))
    if attempt is None or attempt.person_id != person.id:
        flash(_("The code is too old. Get a new one."))
        return redirect(url_for(".email"), 303)
    address = attempt.address or ""
    if form.is_sent():
        with form.keeping_text():
            services.add_email(attempt, code=form.code.data or "", by=person)
            flash(_("From now on you can log in with %(address)s.", address=address))
            return redirect(url_for("pages.mine"), 303)
    return page("accounts/confirm_email.html", form, address=address)


@blueprint.route("/min-side/kode", methods=["GET", "POST"])
def return_code() -> Response:
    """A new return code for oneself; the old one stops working."""
    person, form = current_person(), Form()
    stale = prove_again_first()
    if stale:
        return stale
    if form.is_sent():
        code = services.renew_return_code(person, by=person, once=form.once.data or "")
        return page("accounts/return_code.html", code=tokens.spaced(code), onward=url_for("pages.mine"))
    return page("accounts/renew_return_code.html", form)


@blueprint.route("/velkommen", methods=["GET", "POST"])
def welcome() -> Response:
    """What may we call you, and how old are you: asked once, before the first act."""
    person = current_person()
    form = WelcomeForm(data={"name": person.name, "age": person.age.value if person.age else None})
    if form.is_sent():
        with form.keeping_text():
            services.introduce(person, name=form.name.data or "", age=AgeBand(form.age.data))
            if form.age.data == AgeBand.UNDER_15:
                return redirect(url_for(".too_young"), 303)
            return drafts.carry_out(drafts.waiting(), person) or redirect(_back(), 303)
    code = queries.first_return_code(person)
    return page("accounts/welcome.html", form, code=tokens.spaced(code) if code else None, waiting=drafts.waiting_sentence())


@blueprint.route("/under-15")
@public
def too_young() -> Response:
    """How those under 15 get their idea in."""
    return page("accounts/too_young.html")


@blueprint.route("/personale/<token>", methods=["GET", "POST"])
@public
def staff_link(token: str) -> Response:
    """The link of staff. The page shows who; the press signs in. One that was handed over shows it only to its owner."""
    link = queries.staff_link(token) if token.isalnum() and len(token) <= 64 else None
    if link is None:
        return page("accounts/old_link.html", status=410)
    form, by = Form(), current_person()
    if link.needs_sign_in and (by is None or by.id != link.person_id):
        return page("accounts/staff_link_elsewhere.html", is_signed_in=by is not None, status=403 if by else 200)
    if form.is_sent():
        person = services.use_staff_link(token, by=by)
        return _come_in(person, is_strong=person.is_staff)
    return page("accounts/staff_link.html", form, person=link.person, is_staff=link.person.is_staff)


@blueprint.route("/log-ud", methods=["POST"])
@public
def sign_out() -> Response:
    """Leave, on this device."""
    session.end()  # type: ignore[attr-defined]
    return redirect(url_for("pages.home"), 303)


@blueprint.route("/log-ud-alle", methods=["POST"])
def sign_out_everywhere() -> Response:
    """Leave, on every device."""
    services.sign_out_everywhere(found(current_person()))
    session.end()  # type: ignore[attr-defined]
    return redirect(url_for("pages.home"), 303)


@blueprint.route("/sprog", methods=["POST"])
def language() -> Response:
    """A signed-in person's language, for pages and mails."""
    lang = request.form.get("lang")
    if lang not in i18n.LANGUAGES:
        abort(400)
    services.choose_language(current_person(), lang=lang)
    back = own_page(request.form.get("back"))
    return redirect(i18n.address_in(lang, i18n.split_language(back)[1] or "/"), 303)
