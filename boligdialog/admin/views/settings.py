"""What an administrator may change for all (row 197)."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from boligdialog.admin.forms.governance import SettingForm
from boligdialog.admin.queries import governance
from boligdialog.admin.rules import why_not_change_settings
from boligdialog.admin.services import settings as services
from boligdialog.admin.views.blueprint import blueprint
from boligdialog.core.access import current_person, ensure, found
from boligdialog.core.i18n import _
from boligdialog.core.templating import page
from boligdialog.core.web import told


@blueprint.route("/administration/indstillinger")
def settings() -> Response:
    """All of them, with what holds and what they do."""
    ensure(why_not_change_settings(current_person()))
    return page("admin/settings.html", settings=governance.settings())


@blueprint.route("/administration/indstillinger/<name>", methods=["GET", "POST"])
def setting(name: str) -> Response:
    """One of them."""
    person = current_person()
    ensure(why_not_change_settings(person))
    shown = found(governance.setting(name))
    form = SettingForm(data={"value": str(shown.value)})
    if form.is_sent():
        with form.keeping_text():
            if request.form.get("reset"):
                services.reset_setting(shown.setting, by=person)
            else:
                services.change_setting(shown.setting, _typed(form.value.data or "", shown.setting.default), by=person)
            told(_("It is changed. It holds everywhere within half a minute."))
            return redirect(url_for(".settings"), 303)
    return page("admin/setting.html", form, shown=shown)


def _typed(text: str, default: int | str) -> int | str:
    """A number where a number is meant and was written."""
    is_number = isinstance(default, int) and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else text
