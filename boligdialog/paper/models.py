"""How often a QR code was opened on a day. The numbers of printed slips are with what is entered from them (ideas/models.py)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import Model


class Scan(Model):
    """How often the QR code of a thing was opened on a day; nobody knows by whom (row 172)."""

    __tablename__ = "scan"

    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(sa.Integer)
