"""The door for a WSGI server: `gunicorn wsgi:app`."""

from boligdialog import create_app

app = create_app()
