"""What can happen to people and their ways in."""

from dataclasses import dataclass

from boligdialog.core.events import Happened


@dataclass(frozen=True, kw_only=True)
class SignInCodeAsked(Happened):
    """Somebody asked for a code by mail."""

    attempt_id: int


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Happened):
    """Somebody is here for the first time."""


@dataclass(frozen=True, kw_only=True)
class SignedIn(Happened):
    """Somebody signed in: by mail, letter, return code or staff link."""

    how: str


@dataclass(frozen=True, kw_only=True)
class HouseholdJoined(Happened):
    """A person showed, by the letter, that they live in a household."""

    household_id: int


@dataclass(frozen=True, kw_only=True)
class HomeAsked(Happened):
    """One more person than the letter lets in wants to be counted to a household."""

    household_id: int


@dataclass(frozen=True, kw_only=True)
class HomeGranted(Happened):
    """A moderator said yes to one more person in a household."""

    person_id: int
    household_id: int


@dataclass(frozen=True, kw_only=True)
class HomeRefused(Happened):
    """A moderator said no to one more person in a household."""

    person_id: int
    household_id: int


@dataclass(frozen=True, kw_only=True)
class EmailAdded(Happened):
    """A person can sign in by mail from now on."""


@dataclass(frozen=True, kw_only=True)
class ReturnCodeRenewed(Happened):
    """A person's return code was replaced: by themselves, or on paper by somebody at the office."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class LetterIssued(Happened):
    """A household got a new letter code; the old one is void."""

    household_id: int


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Happened):
    """Somebody was made something, for a time. The days are written as 2026-12-31."""

    person_id: int
    role: str
    area_id: int | None
    role_id: int | None = None
    from_on: str | None = None
    to_on: str | None = None


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Happened):
    """Somebody is not that any more, from now on."""

    person_id: int
    role: str
    area_id: int | None
    role_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Happened):
    """A role begins or ends on another day: before and after."""

    person_id: int
    role: str
    area_id: int | None
    role_id: int
    before_from: str
    before_to: str | None
    from_on: str
    to_on: str | None


@dataclass(frozen=True, kw_only=True)
class StaffLinkHandedOut(Happened):
    """An administrator made a link that lifts the sign-in of somebody on the staff."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(Happened):
    """A person ended all their sign-ins."""


@dataclass(frozen=True, kw_only=True)
class HomeLeft(Happened):
    """A person is no longer counted to a household: others moved in, or it was emptied."""

    person_id: int
    household_id: int


@dataclass(frozen=True, kw_only=True)
class NewResidents(Happened):
    """A household was let anew: those before are no longer counted to it, and their letter is void."""

    household_id: int
    people_before: int
    had_letter: bool
