"""The blueprint that the files of this folder add their pages to."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__)
