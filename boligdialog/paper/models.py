"""The numbers of printed slips, and how often a QR code was opened on a day."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import Key, Model, key_to


class Sheet(Model):
    """One printed slip: its number stands on it, so that what is written on it is entered once (features.md row 173)."""

    __tablename__ = "sheet"

    id: Mapped[Key]
    area_id: Mapped[int] = key_to("area")
    printed_on: Mapped[date]

    @property
    def name(self) -> str:
        """«S-0123»."""
        return f"S-{self.id:04d}"


class Scan(Model):
    """How often the QR code of a thing was opened on a day; nobody knows by whom (row 172)."""

    __tablename__ = "scan"

    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(sa.Integer)
