"""What is kept of a picture is drawn anew; everything else is a sentence, quickly, and leaves nothing behind."""

import io
import random
import resource
import stat
import time
from datetime import timedelta

import pytest
import time_machine
from PIL import Image

from boligdialog.core import clock, files
from boligdialog.core.access import Refused
from tests.pictures import NO_PICTURES, picture

pytestmark = pytest.mark.once

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")


@pytest.fixture(autouse=True)
def _no_files(app, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "instance_path", str(tmp_path))


def _keep(data):
    return files.keep(io.BytesIO(data))


def _image(kept, size=1600):
    return Image.open(io.BytesIO(files.path(kept.name, size).read_bytes()))


def _why_not(data):
    with pytest.raises(Refused) as refused:
        _keep(data)
    return refused.value.reason


def _stored():
    return [each for each in files._folder().rglob("*") if each.is_file()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_kept_in_two_sizes(kind):
    kept = _keep(picture(kind, (2000, 1000)))
    assert (kept.width, kept.height) == (1600, 800)
    assert [_image(kept, size).size for size in files.SIZES] == [(1600, 800), (800, 400)]
    assert [_image(kept, size).format for size in files.SIZES] == ["JPEG", "JPEG"]


def test_a_small_picture_is_not_blown_up():
    kept = _keep(picture("PNG", (300, 200)))
    assert [_image(kept, size).size for size in files.SIZES] == [(300, 200)] * 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(kind):
    kept = _keep(picture(kind, (1000, 600), 6))  # the camera lay on its side: left is up
    assert (kept.width, kept.height) == (600, 1000)
    red, blue = _image(kept).getpixel((300, 50)), _image(kept).getpixel((300, 950))
    assert red[0] > 200 > blue[0]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_tells_who_or_where(kind):
    kept = _keep(picture(kind))
    for size in files.SIZES:
        data = files.path(kept.name, size).read_bytes()
        assert not _image(kept, size).getexif()
        assert not [word for word in (b"Exif", b"hemmelig", b"Anna", b"<script>", b"ICC_PROFILE", b"http") if word in data]


def test_what_is_transparent_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert _image(_keep(out.getvalue())).getpixel((25, 25)) == (255, 255, 255)


def test_the_same_picture_twice_is_two_pictures():
    first, second = _keep(picture()), _keep(picture())
    files.remove(first.name)
    assert not files.path(first.name, 1600).exists()
    assert files.path(second.name, 1600).exists()


def test_only_the_service_can_read_them():
    kept = _keep(picture())
    for each in [*_stored(), files.path(kept.name, 800).parent, files._folder()]:
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600)


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_quickly(name):
    data, began, before = NO_PICTURES[name](), time.perf_counter(), _memory()
    reason = _why_not(data)
    assert reason.status == 422
    assert reason.code == ("too_many_pixels" if "million" in name else "not_a_picture")
    assert time.perf_counter() - began < 3
    assert _memory() - before < 50_000
    assert _stored() == []


def test_a_file_over_12_mb_is_refused():
    assert _why_not(picture() + b"\0" * files.MAX_BYTES).code == "too_large"


def test_a_child_that_dawdles_is_ended(monkeypatch):
    monkeypatch.setattr(files, "_PATIENCE", 0.001)
    assert _why_not(picture()).code == "not_a_picture"


def test_a_second_picture_waits_and_then_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(files, "_QUEUE", 0.01)
    with files._one_at_a_time:
        assert _why_not(picture()).code == "busy"


@pytest.mark.parametrize("kind", KINDS)
def test_25_broken_pictures_are_kept_or_refused_and_nothing_else(kind):
    before, kept = _memory(), 0
    for seed in range(25):
        try:
            _keep(_mutated(picture(kind, (400, 300)), random.Random(seed)))
            kept += 1
        except Refused as refused:
            assert refused.reason.status == 422  # noqa: PT017 - it may also be kept
    assert len(_stored()) == kept * len(files.SIZES)
    assert _memory() - before < 50_000


def _mutated(data, dice):
    """Some bytes changed, and sometimes the end cut off or a piece doubled."""
    broken = bytearray(data)
    for _n in range(dice.choice((1, 3, 30))):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    if dice.random() < 0.3:
        del broken[dice.randrange(len(broken)) :]
    if dice.random() < 0.2:
        at = dice.randrange(len(broken))
        broken[at:at] = broken[at : at + 200]
    return bytes(broken)


def _memory():
    """The most that this process has used, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_what_has_no_row_goes_after_a_day():
    known, lost = _keep(picture()), _keep(picture())
    (files.path(lost.name, 800).with_suffix(".new")).write_bytes(b"half")
    assert files.sweep(lambda names: [known.name]) == 0
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert files.sweep(lambda names: [known.name]) == 3
    assert {each.name.split(".")[0] for each in _stored()} == {known.name}
