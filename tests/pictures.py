"""Pictures for tests: good ones in every format, and those that shall be refused."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()


def exif(orientation: int = 1) -> Image.Exif:
    """What a camera writes beside a picture: which way up, whose it is, where it was taken."""
    written = Image.Exif()
    written[0x0112], written[0x010E], written[0x013B] = orientation, "hemmelig", "Anna"
    written.get_ifd(0x8825).update({1: "N", 2: (55.0, 44.0, 1.0), 3: "E", 4: (12.0, 33.0, 1.0)})
    return written


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (1000, 600), orientation: int = 1, *, quality: int = 80) -> bytes:
    """A picture: red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.paste(Image.effect_noise((size[0] // 4, size[1] // 4), 90).convert("RGB"), (size[0] * 3 // 8, size[1] * 3 // 8))
    return _saved(image, kind, exif=exif(orientation), quality=quality, **({"comment": b"<script>alert(1)"} if kind == "JPEG" else {}))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _header_only(side: int) -> bytes:
    """A PNG that promises a great deal."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _frames(kind: str, count: int) -> bytes:
    frames = [Image.new("RGB", (60, 60), (n % 256, 0, 0)) for n in range(count)]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:])


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _small(kind: str) -> bytes:
    return _saved(Image.new("RGB", (40, 40), "green"), kind)


#: Files that are no pictures for us, by what is wrong with them.
NO_PICTURES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"Hej",
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "pdf": lambda: b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF",
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n",
    "tiff": lambda: _small("TIFF"),
    "gif": lambda: _small("GIF"),
    "bmp": lambda: _small("BMP"),
    "half a jpeg": lambda: _half(picture()),
    "half a heic": lambda: _half(picture("HEIF")),
    "900 million pixels": lambda: _header_only(30_000),
    "49 million pixels in six kilobytes": lambda: _saved(Image.new("1", (7000, 7000)), "PNG"),
    "5,000 frames": lambda: _frames("WEBP", 5000),
    "a moving png": lambda: _frames("PNG", 9),
    "a jpeg's first bytes": lambda: b"\xff\xd8\xff" + b"\0" * 2000,
}
