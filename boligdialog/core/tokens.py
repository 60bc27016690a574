"""One-purpose, short-lived codes. What is mailed is derived and stored nowhere; what is printed is stored as a keyed hash."""

import hashlib
import hmac
import secrets

from flask import current_app

#: No 0 O 1 I: nobody shall guess which is which on paper. 32 signs are 5 bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12  # 60 bits


def _key(purpose: str) -> bytes:
    return hmac.digest(current_app.secret_key.encode(), f"boligdialog|{purpose}".encode(), "sha256")  # type: ignore[union-attr]


def keyed_hash(purpose: str, text: str) -> bytes:
    """32 bytes that say nothing about `text` to whoever lacks the server's key."""
    return hmac.digest(_key(purpose), text.encode(), "sha256")


def six_digits(purpose: str, attempt_id: int) -> str:
    """The six digits of one attempt: web and worker derive the same, nobody stores them (security.md 5.1)."""
    return f"{int.from_bytes(keyed_hash(f'digits|{purpose}', str(attempt_id))[:8], 'big') % 1_000_000:06d}"


def link_token(purpose: str, number: int) -> str:
    """128 bits for a link, derived like the digits."""
    return keyed_hash(f"link|{purpose}", str(number)).hex()[:32]


def same(one: str | bytes, other: str | bytes) -> bool:
    """Compare two secrets without telling by time how much of them is alike."""
    as_bytes = [text.encode() if isinstance(text, str) else text for text in (one, other)]
    return hmac.compare_digest(*as_bytes)


def new_code() -> str:
    """A code for paper: 12 signs, 60 bits, easy to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def code_from(purpose: str, token: str) -> str:
    """A code for paper that the same random token gives again: a form sent twice shows the same one."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in keyed_hash(f"code|{purpose}", token)[:CODE_LENGTH])


def tidy_code(typed: str) -> str:
    """What somebody typed, as the code was printed: without spaces and dashes, in capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def spaced(code: str) -> str:
    """A code as it is printed: KX7M 4PRT 9H2Q."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def new_token() -> str:
    """128 random bits for an address or a form."""
    return secrets.token_hex(16)


def fingerprint(token: str) -> bytes:
    """SHA-256 of a random token: what the database keeps of it. Not for short codes (see keyed_hash)."""
    return hashlib.sha256(token.encode()).digest()
