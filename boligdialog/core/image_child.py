"""One picture in a process of its own: decoded, turned upright, made smaller, encoded anew. core/files.py runs it.

What somebody sent comes in on standard input, the long edges of the pictures to draw as arguments. Out goes one line of
JSON and the JPEGs behind it, or one line that says why not.
A file that fools a decoder is alone here: little memory, little time, no way to our database and none of our secrets.
This file knows nothing of the rest of the program, so it starts fast.
"""

import io
import json
import resource
import sys
import warnings

import pillow_heif
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # found by content, whatever the file is called
MAX_PIXELS = 50_000_000
MAX_PIXELS_PER_BYTE = 1000  # a camera's picture has under 100; one that a few bytes blow up has thousands
MAX_OUTPUT = 8 * 2**20

_LIMITS = {
    resource.RLIMIT_AS: 1536 * 2**20,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: MAX_OUTPUT,
    resource.RLIMIT_NOFILE: 32,
    resource.RLIMIT_CORE: 0,
}


class TooManyPixels(Exception):
    """It would be too large in memory."""


def limit_myself() -> None:
    """Give up what a picture does not need, for good."""
    for what, most in _LIMITS.items():
        resource.setrlimit(what, (most, most))


def opened(data: bytes) -> Image.Image:
    """A still picture of one of our formats, with its size known and nothing decoded yet."""
    pillow_heif.register_heif_opener()
    pillow_heif.options.DECODE_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is decoded
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    pixels = image.width * image.height
    if pixels > min(MAX_PIXELS, MAX_PIXELS_PER_BYTE * len(data)):
        raise TooManyPixels
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise ValueError("it moves")
    return image


def redrawn(image: Image.Image, edge: int) -> Image.Image:
    """The picture as the camera saw it, at most so long, on white, in a new image that carries nothing else along."""
    image.draft("RGB", (edge, edge))
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((edge, edge), reducing_gap=2.0)
    ImageOps.exif_transpose(image, in_place=True)
    fresh = Image.new("RGB", image.size, "white")
    fresh.paste(image, mask=image if image.mode == "RGBA" else None)
    return fresh


def encoded(image: Image.Image) -> bytes:
    """A JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, progressive=True)
    return out.getvalue()


def answer(data: bytes, edges: list[int]) -> tuple[dict[str, object], list[bytes]]:
    """What goes out: the sizes of the largest and the JPEGs, or why not."""
    try:
        image = opened(data)
        drawn = [redrawn(image, edges[0])]
    except TooManyPixels:
        return {"refused": "too_many_pixels"}, []
    drawn += [redrawn(drawn[0], edge) for edge in edges[1:]]
    files = [encoded(each) for each in drawn]
    return {"width": drawn[0].width, "height": drawn[0].height, "lengths": [len(each) for each in files]}, files


def main() -> None:
    """Answer once. Whatever goes wrong ends the process, and the parent calls the file no picture."""
    limit_myself()
    warnings.simplefilter("error")
    said, files = answer(sys.stdin.buffer.read(), [int(each) for each in sys.argv[1:]])
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(files))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
