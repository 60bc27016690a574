"""The photos of the demo, drawn: flat and in the colours of the site, in a process of its own as core/image_child.py is.

Its first argument is a folder, the others are names of drawings below; out come as many PNG files. This file knows nothing of
the rest of the program, so it starts fast, and neither web nor worker ever loads what draws.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1200, 675)
_FINER = 2  # drawn larger and made smaller: smooth edges

SKY, DUSK, GROUND, LAWN, HEDGE, SAND = "#cfdfe8", "#22303f", "#8fa86a", "#5f8f4e", "#456b3c", "#d9c79a"
BRICK, WALL, PLASTER, STONE, ASPHALT = "#deb968", "#b9873f", "#e6ebe2", "#b7bdb5", "#7d8583"
WHITE, GLASS, LIT, INK = "#ffffff", "#6c7f88", "#f5b82e", "#1b2421"
DOOR, RED, BLUE, PLUM, WOOD = "#0e4c3e", "#a33d22", "#1d4a8c", "#7a345f", "#7b573a"

Drawing = Callable[["Board"], None]
DRAWINGS: dict[str, Drawing] = {}


class Board:
    """A picture in the making, in the measures of SIZE."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (SIZE[0] * _FINER, SIZE[1] * _FINER), SKY)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, *, edge: str | None = None, width: int = 0) -> None:
        """A rectangle."""
        self.draw.rectangle([each * _FINER for each in (left, top, right, bottom)], fill=colour, outline=edge, width=width * _FINER)

    def shape(self, colour: str, *points: tuple[float, float]) -> None:
        """A polygon."""
        self.draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str | None, *, edge: str | None = None, width: int = 0) -> None:
        """A circle."""
        around = [each * _FINER for each in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(around, fill=colour, outline=edge, width=width * _FINER)

    def line(self, colour: str, width: float, *points: tuple[float, float]) -> None:
        """A line through points."""
        self.draw.line([(x * _FINER, y * _FINER) for x, y in points], fill=colour, width=round(width * _FINER), joint="curve")

    def finished(self) -> Image.Image:
        """The picture as it is kept."""
        return self.image.reduce(_FINER)


def drawing(draw: Drawing) -> Drawing:
    """Make a drawing known by the name of its function."""
    DRAWINGS[draw.__name__] = draw
    return draw


# --- what stands in several of them -----------------------------------------------------------------


def block(board: Board, *, wall: str = BRICK, lit: tuple[int, ...] = (), floor: int = 335, left: int = 0, right: int = 1200) -> None:
    """A block of flats: two rows of windows, some of them lit."""
    board.box(left, 75, right, floor, wall)
    for n, x in enumerate(range(left + 32, right - 80, 116)):
        for row, y in enumerate((110, 232)):
            board.box(x, y, x + 74, y + 84, WHITE)
            board.box(x + 9, y + 9, x + 65, y + 75, LIT if n * 2 + row in lit else GLASS)
            board.box(x + 35, y + 9, x + 39, y + 75, WHITE)


def ground(board: Board, colour: str = GROUND, top: int = 375) -> None:
    """The hedge along the wall, and what lies before it."""
    board.box(0, top - 40, 1200, top, HEDGE)
    board.box(0, top, 1200, 675, colour)


def tree(board: Board, x: int, foot: int, size: int = 90) -> None:
    """A round tree."""
    board.box(x - 9, foot - size, x + 9, foot, WOOD)
    board.disc(x, foot - size * 1.7, size, HEDGE)
    board.disc(x - size * 0.25, foot - size * 1.9, size * 0.55, LAWN)


def bicycle(board: Board, x: int, foot: int, colour: str) -> None:
    """A bicycle that stands."""
    back, front, height = (x, foot - 42), (x + 120, foot - 42), foot - 112
    for wheel in (back, front):
        board.disc(*wheel, 42, None, edge=INK, width=6)
    seat, crank, head = (x + 40, height), (x + 55, foot - 42), (x + 105, height)
    board.line(colour, 8, back, seat, crank, back)
    board.line(colour, 8, seat, head, crank)
    board.line(colour, 8, head, front)
    board.line(INK, 8, (x + 22, height - 12), (x + 58, height - 12))
    board.line(INK, 7, head, (x + 100, height - 26), (x + 82, height - 30))


def door(board: Board, left: int, top: int, right: int, bottom: int, colour: str = DOOR) -> None:
    """A door with a pane and a handle."""
    board.box(left, top, right, bottom, colour, edge=WHITE, width=8)
    board.box(left + 30, top + 34, right - 30, top + (bottom - top) // 2, GLASS)
    board.disc(right - 26, top + (bottom - top) * 0.62, 7, LIT)


# --- the drawings -----------------------------------------------------------------------------------


@drawing
def playground(board: Board) -> None:
    """Swings and a sandpit, and nowhere to sit."""
    block(board)
    ground(board)
    board.shape(SAND, (0, 675), (110, 530), (420, 478), (760, 500), (1200, 480), (1200, 675))
    board.box(160, 480, 535, 600, WOOD)
    board.box(178, 498, 517, 582, "#ecdcab")
    board.disc(280, 508, 23, RED)
    board.shape("#c99a4a", (375, 540), (408, 492), (442, 540))
    for x in (755, 985):
        outward = -1 if x == 755 else 1
        board.line(RED, 16, (x, 290), (x + outward * 42, 545))
    board.line(RED, 16, (745, 290), (995, 290))
    for x in (815, 900):
        board.line(INK, 5, (x, 298), (x, 460))
        board.line(INK, 5, (x + 50, 298), (x + 50, 460))
        board.box(x - 12, 456, x + 62, 472, BLUE)


@drawing
def dark_path(board: Board) -> None:
    """A path in the evening, without a lamp."""
    board.box(0, 0, 1200, 675, DUSK)
    block(board, wall="#4a4330", lit=(2, 7, 12), right=700)
    board.box(880, 190, 1200, 375, "#3b3d3c")
    board.box(1000, 232, 1075, 375, "#22302b")
    board.box(0, 335, 1200, 375, "#1b2a22")
    board.box(0, 375, 1200, 675, "#24352b")
    board.shape("#3f4644", (390, 675), (640, 375), (1110, 375), (1075, 420), (760, 470), (700, 675))
    board.disc(1010, 95, 34, "#e8e4cf")
    board.disc(1026, 86, 30, DUSK)


@drawing
def laundry(board: Board) -> None:
    """Three washing machines, and a wall with nothing on it."""
    board.box(0, 0, 1200, 510, PLASTER)
    board.box(0, 510, 1200, 675, STONE)
    for x in range(0, 1200, 120):
        board.line("#a7ada5", 3, (x, 510), (x - 60, 675))
    for x in (70, 290, 510):
        board.box(x, 260, x + 190, 540, WHITE, edge=GLASS, width=5)
        board.box(x + 18, 280, x + 90, 306, BLUE)
        board.disc(x + 158, 293, 13, GLASS)
        board.disc(x + 95, 420, 74, STONE)
        board.disc(x + 95, 420, 58, GLASS)
        board.shape(RED if x == 290 else DOOR, (x + 48, 440), (x + 95, 412), (x + 145, 446), (x + 95, 476))
    board.box(800, 490, 1110, 540, BLUE)
    board.shape(BLUE, (780, 470), (1130, 470), (1100, 540), (810, 540))
    board.shape(WHITE, (830, 472), (870, 425), (960, 440), (1040, 420), (1080, 472))


@drawing
def raised_beds(board: Board) -> None:
    """Two beds of earth before a block, one of them in flower."""
    block(board)
    ground(board)
    for left, is_planted in ((110, True), (660, False)):
        board.shape(WOOD, (left, 500), (left + 430, 500), (left + 430, 610), (left, 610))
        board.line("#5f4129", 5, (left, 555), (left + 430, 555))
        board.box(left + 14, 480, left + 416, 502, "#4d3826")
        for n, x in enumerate(range(left + 40, left + 410, 52) if is_planted else ()):
            top = 400 + 22 * (n % 3)
            board.line(LAWN, 7, (x, 484), (x, top))
            board.disc(x, top, 21, (RED, LIT, PLUM)[n % 3])
            board.disc(x, top, 8, WHITE)
    board.line(GLASS, 10, (1120, 610), (1120, 470), (1096, 450))


@drawing
def steps(board: Board) -> None:
    """Steps up to a door, with no rail."""
    block(board, wall="#d9dfd3", lit=(5,), floor=385)
    ground(board, top=420)
    board.box(840, 150, 1060, 420, PLASTER)
    door(board, 870, 165, 1030, 380)
    for n in range(7):
        board.box(300 + n * 75, 620 - n * 40, 1140, 675 - n * 40, "#c9cec6" if n % 2 else STONE)
        board.line(GLASS, 3, (300 + n * 75, 620 - n * 40), (1140, 620 - n * 40))
    board.box(1140, 380, 1200, 675, HEDGE)
    tree(board, 140, 560)


@drawing
def bicycle_shed(board: Board) -> None:
    """Three bicycles in an open shed."""
    ground(board, top=400)
    board.box(0, 560, 1200, 675, ASPHALT)
    board.shape(DOOR, (90, 210), (1110, 210), (1150, 255), (50, 255))
    board.box(90, 255, 1110, 600, WOOD)
    for x in range(130, 1110, 45):
        board.line("#684a31", 4, (x, 255), (x, 600))
    board.box(260, 300, 940, 600, "#2a2f2c")
    for x, colour in ((310, RED), (530, LIT), (750, BLUE)):
        bicycle(board, x, 592, colour)


@drawing
def bus_stop(board: Board) -> None:
    """A bus stop beside the road, and no bench."""
    block(board, wall=WALL, floor=300)
    ground(board, top=340)
    board.box(0, 470, 1200, 540, STONE)
    board.box(0, 540, 1200, 675, ASPHALT)
    for x in range(40, 1200, 190):
        board.box(x, 602, x + 100, 612, WHITE)
    board.shape(DOOR, (270, 190), (760, 190), (780, 222), (250, 222))
    for x in (290, 730):
        board.box(x, 222, x + 14, 510, DOOR)
    board.box(310, 240, 724, 420, "#b9ccd3")
    board.box(900, 190, 912, 510, INK)
    board.disc(906, 180, 48, LIT)
    board.box(876, 170, 936, 192, INK)
    board.box(872, 250, 940, 350, WHITE, edge=INK, width=4)
    for y in (272, 292, 312, 332):
        board.line(GLASS, 4, (884, y), (928, y))


@drawing
def lawn_by_the_road(board: Board) -> None:
    """A lawn with a ball and two jackets for a goal, close to a road."""
    block(board, lit=(3,))
    ground(board, LAWN)
    board.shape(ASPHALT, (820, 375), (960, 375), (1200, 560), (1200, 675), (1090, 675))
    board.shape(WHITE, (888, 375), (894, 375), (1176, 650), (1160, 650))
    for x, colour in ((210, RED), (470, BLUE)):
        board.shape(colour, (x, 520), (x + 28, 478), (x + 74, 484), (x + 96, 524))
    board.disc(690, 560, 40, WHITE, edge=INK, width=4)
    board.shape(INK, (690, 540), (709, 554), (702, 576), (678, 576), (671, 554))


@drawing
def stairwell(board: Board) -> None:
    """A door, letter boxes and stairs."""
    board.box(0, 0, 1200, 560, PLASTER)
    board.box(0, 330, 1200, 560, "#cfdcd3")
    board.box(0, 560, 1200, 675, STONE)
    door(board, 130, 130, 370, 560)
    board.shape("#9aa29a", (90, 590), (410, 590), (440, 640), (60, 640))
    for n in range(8):
        board.box(760 + n * 55, 520 - n * 52, 1200, 572 - n * 52, "#c9cec6" if n % 2 else STONE)
    board.line(DOOR, 14, (735, 430), (1170, 20))
    for n in range(4):
        board.line(DOOR, 8, (745 + n * 110, 425 - n * 102), (765 + n * 110, 540 - n * 104))
    for n in range(8):
        board.box(420 + n % 4 * 62, 180 + n // 4 * 62, 476 + n % 4 * 62, 236 + n // 4 * 62, GLASS)
        board.box(430 + n % 4 * 62, 190 + n // 4 * 62, 466 + n % 4 * 62, 196 + n // 4 * 62, INK)


@drawing
def parking_edge(board: Board) -> None:
    """Two cars, and a strip of cut grass beside them."""
    block(board, wall=WALL)
    ground(board)
    board.box(0, 375, 1200, 470, ASPHALT)
    for x in range(60, 1200, 285):
        board.box(x, 375, x + 8, 470, WHITE)
    for x, colour in ((110, RED), (680, GLASS)):
        board.shape(
            colour, (x, 450), (x + 4, 402), (x + 50, 396), (x + 84, 350), (x + 178, 350), (x + 214, 398), (x + 248, 408), (x + 250, 450)
        )
        board.shape("#cfdfe8", (x + 66, 396), (x + 92, 362), (x + 130, 362), (x + 130, 396))
        board.shape("#cfdfe8", (x + 140, 396), (x + 140, 362), (x + 172, 362), (x + 196, 396))
        for wheel in (x + 58, x + 196):
            board.disc(wheel, 450, 25, INK)
            board.disc(wheel, 450, 10, STONE)
    board.box(0, 470, 1200, 486, STONE)
    for x in range(20, 1200, 60):
        board.line(LAWN, 5, (x, 580), (x + 10, 550), (x + 22, 580))
    tree(board, 1090, 620, 70)


def main() -> None:
    """Draw what was asked for."""
    folder, *names = sys.argv[1:]
    for name in names:
        board = Board()
        DRAWINGS[name](board)
        board.finished().save(Path(folder, f"{name}.png"), compress_level=1)


if __name__ == "__main__":
    main()
