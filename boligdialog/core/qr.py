"""QR codes as SVG, made on the server. The only module that imports segno."""

import io

import segno

QUIET = 4  # modules of white around it; readers need them


def svg(address: str) -> str:
    """The QR code of an address: black on white, with its quiet zone, without a size of its own."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return out.getvalue().decode()
