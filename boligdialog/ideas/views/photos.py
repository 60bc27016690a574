"""The photos of an idea or of its draft."""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.content import queries as content
from boligdialog.content.models import Attachment, ItemState
from boligdialog.content.settings import MAX_PHOTOS
from boligdialog.core import files, limits
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.drafts import Draft
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told
from boligdialog.ideas import queries, services
from boligdialog.ideas.forms import DescribeForm, PhotoForm
from boligdialog.ideas.models import Idea
from boligdialog.ideas.rules import why_not_show_photos
from boligdialog.ideas.views.blueprint import blueprint


@blueprint.route("/ideer/<id:idea_id>/billeder", methods=["GET", "POST"])
@files.takes_picture
def photos(idea_id: int) -> Response:
    """The photos of an idea that neighbours have not seen, and one more."""
    idea = found(queries.idea(idea_id, seen_by=current_person()))
    on = ("edit", _("On to the text")) if idea.state is ItemState.RETURNED else ("show", _("I am done"))
    return _photos(idea, idea.photos, idea.title, url_for(f".{on[0]}", idea_id=idea.id), on[1])


@blueprint.route("/ideer/kladde/<id:draft_id>/billeder", methods=["GET", "POST"])
@files.takes_picture
def draft_photos(draft_id: int) -> Response:
    """The photos of a draft, and one more."""
    draft = found(queries.draft(draft_id, seen_by=current_person()))
    title, text_url = draft.data.get("title", ""), request.script_root + draft.page
    return _photos(draft, content.photos_of_draft(draft.id), title, text_url, _("On to the text"))


def _photos(of: Idea | Draft, photos: list[Attachment], title: str, next_url: str, next_words: str) -> Response:
    person = current_person()
    ensure(why_not_show_photos(person, of))
    form = PhotoForm()
    if form.is_sent():
        with form.keeping_text():
            limits.take("photos", str(person.id), at_most=40, per=timedelta(hours=1))
            services.add_photo(of, files.keep(form.photo.data), **form.said, by=person, once=form.once.data)
            return redirect(request.script_root + request.path, 303)
    return page(
        "ideas/photos.html", form, photos=photos, idea_title=title, next_url=next_url, next_words=next_words,
        most=MAX_PHOTOS, most_bytes=files.MAX_BYTES,
    )  # fmt: skip


@blueprint.route("/billeder/<id:photo_id>", methods=["GET", "POST"])
def photo(photo_id: int) -> Response:
    """What is on a photo, said anew."""
    chosen, of = found(queries.photo(photo_id, seen_by=current_person()))
    ensure(why_not_show_photos(current_person(), of))
    form = DescribeForm(data={"alt": chosen.alt, "people": "yes" if chosen.has_people else "no"})
    if form.is_sent():
        with form.keeping_text():
            services.describe_photo(of, chosen, **form.said, by=current_person())
            return redirect(_photos_of(of), 303)
    return page("ideas/photo.html", form, photo=chosen, back_url=_photos_of(of))


@blueprint.route("/billeder/<id:photo_id>/fjern", methods=["POST"])
def remove_photo(photo_id: int) -> Response:
    """Take a photo away."""
    chosen, of = found(queries.photo(photo_id, seen_by=current_person()))
    services.remove_photo(of, chosen, by=current_person())
    told(_("The picture is taken away."))
    return redirect(_photos_of(of), 303)


def _photos_of(of: Idea | Draft) -> str:
    return url_for(".photos", idea_id=of.id) if isinstance(of, Idea) else url_for(".draft_photos", draft_id=of.id)
