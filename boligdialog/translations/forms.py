"""The fields of a translation: those that the original has."""

from wtforms import HiddenField
from wtforms.validators import Length as Size

from boligdialog.content.models import Item
from boligdialog.core.forms import Form, Length, LineField, LongField, renderable, without_cpr
from boligdialog.core.i18n import lazy_gettext as _l
from boligdialog.translations.models import Translation, version_of


class TranslateForm(Form):
    """Title and text in another language. `seen` is the version of the original beside them."""

    title = LineField(_l("Title"), [without_cpr])
    text = LongField(_l("Text"), [renderable, without_cpr], hint=_l("Say what the original says, no more and no less."))
    seen = HiddenField(validators=[Size(max=32)])

    @classmethod
    def of(cls, item: Item, lang: str, there: Translation | None) -> "TranslateForm":
        """The form for an item, filled with the translation there is."""
        form = cls(data={"title": there.title if there else "", "text": there.body if there else "", "seen": version_of(item)})
        missing = {"title": _l("Write the title"), "text": _l("Write the text")}
        for name, most, is_there in zip(missing, item.longest, (item.longest[0], item.text), strict=True):
            field = form[name]
            field.validators = [Length(1, most, missing[name]), *field.validators]
            field.flags.maxlength, field.render_kw = most, {"lang": lang, "dir": "auto"}
            if not is_there:
                del form[name]
        return form

    @property
    def words(self) -> dict[str, str]:
        """What the service takes: nothing for a part that the original lacks."""
        return {"title": self.data.get("title") or "", "body": self.data.get("text") or ""}
