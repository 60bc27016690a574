"""How the log says what happened. A kind that nobody has words for yet is shown by its name."""

import re
from typing import Any

from boligdialog.admin.queries.log import Names
from boligdialog.admin.settings import PRESETS
from boligdialog.core.events import KINDS
from boligdialog.core.i18n import _, lazy_gettext as _l

KIND_WORDS: dict[str, Any] = {
    "AppealDenied": _l("An appeal was looked at, and the decision stands"),
    "AppealUpheld": _l("An appeal was right, and the decision was undone"),
    "AreaAdded": _l("An area was opened"),
    "AreaChanged": _l("An area was changed"),
    "ChangeDeclined": _l("A moderator did not show a change"),
    "ChangeShown": _l("A moderator showed a change"),
    "CommentDeleted": _l("A comment was deleted by its author"),
    "CommentEdited": _l("A comment was changed by its author"),
    "CommentThanked": _l("Somebody said thanks for a comment"),
    "CommentWritten": _l("A comment was written"),
    "DeliveryRetried": _l("A delivery that was given up was started again"),
    "DifferenceFound": _l("The nightly check found a difference"),
    "CaseClaimed": _l("A moderator took a case"),
    "CasesLate": _l("Moderators were told of what is late"),
    "DecisionAppealed": _l("An author appealed against a decision"),
    "DecisionUndone": _l("A moderator took a decision back at once"),
    "EditAsked": _l("A moderator asked for a change"),
    "EmailAdded": _l("An e-mail address was added"),
    "HomeAsked": _l("Somebody asked to be counted to a home"),
    "HomeGranted": _l("Somebody was counted to a home by a yes"),
    "HomeLeft": _l("Somebody is no longer counted to a home"),
    "HomeRefused": _l("Somebody was not counted to a home"),
    "HouseholdJoined": _l("Somebody was counted to a home"),
    "HouseholdStateChanged": _l("A home was emptied, closed or opened"),
    "HouseholdsAdded": _l("Homes were added"),
    "IdeaConsidered": _l("An idea is being considered"),
    "IdeaEdited": _l("An idea was changed by its author"),
    "IdeaEntered": _l("An idea was entered for a resident"),
    "IdeaGathered": _l("Another idea was merged into an idea"),
    "IdeaMerged": _l("An idea was merged with another"),
    "IdeaParted": _l("A merged idea was taken out again"),
    "IdeaProposed": _l("An idea was sent"),
    "IdeaRestored": _l("An idea was brought back by its author"),
    "IdeaSorted": _l("It was said who can decide an idea"),
    "IdeaSplit": _l("An idea was split into several"),
    "IdeaTakenBack": _l("An idea was deleted by its author"),
    "IdeaTakenOut": _l("An idea was made of words of another"),
    "IdeaWithdrawn": _l("An idea was withdrawn by its author"),
    "IdeasToldApart": _l("Two ideas were said not to be the same"),
    "ItemChanged": _l("What readers see was changed"),
    "ItemHeld": _l("It was kept in the trash for a case, or let go"),
    "ItemHidden": _l("A moderator hid it"),
    "ItemKept": _l("A moderator left it as it is"),
    "ItemMoved": _l("A moderator moved it to another area or section"),
    "ItemReferred": _l("A moderator told the author whom to call instead"),
    "ItemRouted": _l("A moderator sent it to the body that can decide it"),
    "ItemPublished": _l("It was shown to the neighbours"),
    "ItemPurged": _l("It was erased after thirty days in the trash"),
    "ItemReported": _l("A reader gave the moderators notice"),
    "ItemRestored": _l("It was restored from the trash"),
    "ItemRewritten": _l("A new version was shown"),
    "ItemSupported": _l("Somebody supported an idea"),
    "ItemTranslated": _l("It was translated"),
    "ItemTrashed": _l("It was put in the trash"),
    "LetterIssued": _l("A letter with a code was made"),
    "MailRetried": _l("A mail that was given up was started again"),
    "MeasureAdded": _l("A measure to inspire was added"),
    "MeasureChanged": _l("A measure to inspire was changed"),
    "MergeUndone": _l("It was undone that an idea was merged"),
    "NewResidents": _l("A home got new residents"),
    "MuteAsked": _l("A moderator asked another to say yes to a mute"),
    "MuteEnded": _l("A mute was ended or refused"),
    "NoteWritten": _l("A moderator wrote a note to the others"),
    "OrganAdded": _l("A body was added"),
    "OrganChanged": _l("A body was changed"),
    "OrganClosed": _l("A body was closed"),
    "OrganisationAdded": _l("A landlord was added"),
    "OrganisationRenamed": _l("A landlord was renamed"),
    "PaperSupportEntered": _l("Support on paper was entered for a home"),
    "PaperSupportRemoved": _l("Support on paper was taken away"),
    "PersonJoined": _l("A new person joined"),
    "PersonMuted": _l("Somebody was muted for some days"),
    "PlaceAdded": _l("A place was added"),
    "PlaceChanged": _l("A place was changed"),
    "PresetUsed": _l("An area was changed to one of the ways to begin"),
    "PrincipleChanged": _l("A principle got a new version"),
    "PrinciplesChosen": _l("Principles were chosen"),
    "QuestionAnswered": _l("A question was marked as answered"),
    "ReturnCodeRenewed": _l("A personal code was made anew"),
    "ReviewAsked": _l("It was sent to the moderators"),
    "RoleChanged": _l("A role got new dates"),
    "RoleEnded": _l("A role ended"),
    "RoleGranted": _l("A role was given"),
    "RouteAdded": _l("A subject was added to who decides what"),
    "RouteChanged": _l("A subject of who decides what was changed"),
    "RouteMoved": _l("A subject of who decides what was moved"),
    "SavedTextAdded": _l("A text was saved for moderators"),
    "SavedTextChanged": _l("A saved text of the moderators was changed"),
    "SavedTextRemoved": _l("A saved text of the moderators was deleted"),
    "SectionAdded": _l("A section was added"),
    "SectionChanged": _l("A section was changed"),
    "SettingChanged": _l("A setting was changed"),
    "SignInCodeAsked": _l("A code for logging in was asked for"),
    "SignedIn": _l("Somebody logged in"),
    "SignedOutEverywhere": _l("Somebody logged out everywhere"),
    "SlugChanged": _l("The address of an area was changed"),
    "StaffLinkHandedOut": _l("A link for staff was handed out"),
    "StatementDue": _l("The accessibility statement is to be looked at"),
    "SlowTalkEnded": _l("A moderator ended a slow conversation"),
    "SupportWithdrawn": _l("Somebody took their support back"),
    "TalkSlowed": _l("A moderator slowed a conversation down"),
    "ThanksWithdrawn": _l("Somebody took their thanks back"),
    "TranslationRemoved": _l("A translation was removed"),
    "WorkerSilent": _l("The worker was silent, and administrators were told"),
    "WordsRemoved": _l("A moderator took words out of it"),
    "VisibilityChanged": _l("It was changed who can read an area"),
}

_CHECKS: dict[str, Any] = {
    "supports": _l("Supporters of ideas"),
    "households": _l("Homes behind ideas"),
    "followers": _l("Followers"),
    "supporters of a household": _l("Supporters of a home"),
    "households on paper": _l("Homes behind ideas on paper"),
    "changes": _l("Changes of ideas"),
    "comments": _l("Comments"),
    "thanks": _l("Thanks"),
    "merged ideas": _l("Merged ideas"),
    "ideas of an area": _l("Ideas of an area"),
    "households of an area": _l("Homes of an area"),
    "search index": _l("Search"),
    "deliveries and mails": _l("Deliveries and mails"),
    "photos": _l("Photos"),
    "sealed events": _l("Sealed events"),
}

_FACTS: dict[str, Any] = {
    "about_id": _l("about"),
    "answer_id": _l("answer"),
    "area_id": _l("area"),
    "after": _l("after"),
    "attempt_id": _l("attempt"),
    "before_area_id": _l("area before"),
    "before": _l("before"),
    "before_preset": _l("way before"),
    "case_id": _l("case"),
    "channel": _l("how it came"),
    "check": _l("check"),
    "code": _l("reason"),
    "comments": _l("comments"),
    "count": _l("number"),
    "event_id": _l("event"),
    "followers": _l("followers"),
    "found": _l("differences"),
    "household_id": _l("home"),
    "how": _l("how"),
    "is_held": _l("kept"),
    "is_new": _l("new"),
    "is_objection": _l("the author objected"),
    "lang": _l("language"),
    "minutes": _l("minutes"),
    "minutes_before": _l("minutes before"),
    "listener": _l("listener"),
    "mail_id": _l("mail"),
    "days": _l("days"),
    "mute_id": _l("mute"),
    "was_on": _l("held until then"),
    "mended": _l("mended"),
    "note_id": _l("note"),
    "numbers": _l("numbers"),
    "organ_id": _l("body"),
    "other_id": _l("the other idea"),
    "paper": _l("on paper"),
    "parts": _l("the new ideas"),
    "person_id": _l("person"),
    "preset": _l("way to begin"),
    "role": _l("role"),
    "section_id": _l("section"),
    "text_id": _l("saved text"),
    "source_id": _l("the idea that went"),
    "supports": _l("supporters"),
    "target_id": _l("the idea that stays"),
    "until": _l("until"),
    "until_before": _l("until, before"),
    "visibility": _l("visibility"),
    "year": _l("year"),
}


def kind_words(kind: str) -> str:
    """What a kind of event says."""
    return str(KIND_WORDS.get(kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize())


def kinds() -> list[tuple[str, str]]:
    """All kinds that can happen, with their words, in the order of these."""
    return sorted(((kind, kind_words(kind)) for kind in KINDS), key=lambda each: each[1].casefold())


def check_words(name: str) -> str:
    """What a check looks at; its name where nobody has words for it yet."""
    return str(_CHECKS.get(name, name))


def facts_of(payload: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    """The facts of an event: (what it is, what it says). Only what its kind declares is stored, so no text can be among them."""
    return [(str(_FACTS.get(name, name)), _said(name, value, names)) for name, value in payload.items() if value is not None]


def _said(name: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "person_id":
        return names.people.get(value) or _("person no. %(no)s", no=value)
    if name in ("preset", "before_preset") and value in PRESETS:
        return str(PRESETS[value].label)
    if name == "check":
        return check_words(value)
    if name in ("area_id", "before_area_id"):
        return names.areas.get(value) or _("area no. %(no)s", no=value)
    if name == "household_id" and value in names.homes:
        return f"H-{names.homes[value]:04d}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
