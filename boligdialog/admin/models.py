"""What the nightly check found."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from boligdialog.core.db import Model


class CheckResult(Model):
    """The last result of one check. examples: the first differences, as numbers and short words."""

    __tablename__ = "check_result"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    at: Mapped[datetime]
    found: Mapped[int] = mapped_column(sa.Integer)
    mended: Mapped[int] = mapped_column(sa.Integer)
    examples: Mapped[list[str]] = mapped_column(sa.JSON)
