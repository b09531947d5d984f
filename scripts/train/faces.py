"""Faces of bank cards, front and back, lying and standing, and where number and expiry stand on them."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from card_art import WORDS, card_art, random_colour
from fonts import lettering, word_font_files
from strips import CANVAS_HEIGHT, CJK, DIGIT_HEIGHT, lay_out, print_line

LONG, SHORT = 640, 404  # px: ISO/IEC 7810 ID-1, 85.60 x 53.98 mm
BANKS = "BANK OF CHINA,SPD BANK,CITIC BANK,CITY BANK,COMMERZ,NORTH BANK,BANK OF NINGBO,CGB,First Union,MY BANK,bankcard,UOB,Savings,ABC,CCB,HSBX".split(",")
CJK_BANKS = "中国银行 招商银行 建设银行 农业银行 交通银行 工商银行 平安银行 广州银行 徽商银行 民生银行 中信银行 邮政储蓄银行 农村信用社 商业银行 光大银行".split()
SCHEMES = ("unionpay", "visa", "circles", "box", "none")
SCHEME_WEIGHTS = (0.4, 0.22, 0.2, 0.08, 0.1)
MONEY_PRINTS = ("ATM", "◄ ATM", "DEBIT", "CREDIT", "GOLD", "WORLD", "PLATINUM", "ELECTRONIC USE ONLY", "CORPORATE")
TRIES = 5  # to print a line so that it can be seen
LEGIBLE, LEGIBLE_OVER_GROUND = (8.0, 20.0), (0.15, 0.6)  # grey levels, mean over the strokes; per standard deviation of the ground
KIND_WEIGHTS = {"flat": 0.36, "embossed": 0.32, "foil": 0.32}

Quad = np.ndarray  # float32 [4, 2], x and y: clockwise from the top left of what stands in it


@dataclass
class Face:
    image: np.ndarray  # uint8 [H, W, 3], BGR, as it is read upright
    pan: str | None = None
    numbers: list[Quad] = field(default_factory=list)  # the number's line, or its four stacked groups
    expiry: Quad | None = None
    expiry_text: str | None = None
    secrets: list[Quad] = field(default_factory=list)  # signature strip and security code
    is_card: bool = True


def with_check_digit(body: str) -> str:
    """A number that passes the Luhn check."""
    total = 0
    for i, char in enumerate(reversed(body)):
        double = int(char) * (2 if i % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return body + str(-total % 10)


# How numbers begin, how long they are, how frequent that is.
PANS = (("62", 16, 0.23), ("62", 19, 0.26), ("4", 16, 0.17), ("5", 16, 0.14), ("37", 15, 0.06), ("35", 16, 0.03), ("36", 14, 0.02), ("4", 13, 0.01), ("9558", 19, 0.03), ("60", 18, 0.025), ("43", 19, 0.015), ("6", 17, 0.01))


def random_pan(rng: np.random.Generator) -> tuple[str, tuple[int, ...]]:
    """A number of a scheme's form that passes the Luhn check, and the sizes of its groups."""
    prefix, length = PANS[rng.choice(len(PANS), p=[share for _, _, share in PANS])][:2]
    pan = with_check_digit(prefix + "".join(map(str, rng.integers(0, 10, length - len(prefix) - 1))))
    layouts = {
        13: [((4, 3, 3, 3), 0.7), ((13,), 0.3)],
        14: [((4, 6, 4), 1.0)],
        15: [((4, 6, 5), 0.9), ((15,), 0.1)],
        16: [((4, 4, 4, 4), 0.8), ((16,), 0.1), ((6, 10), 0.1)],
        17: [((4, 4, 4, 4, 1), 0.5), ((6, 11), 0.5)],
        18: [((6, 6, 6), 0.5), ((6, 12), 0.3), ((4, 4, 4, 4, 2), 0.2)],
        19: [((6, 13), 0.4), ((19,), 0.25), ((4, 4, 4, 4, 3), 0.35)],
    }[length]
    return pan, layouts[rng.choice(len(layouts), p=[weight for _, weight in layouts])][0]


def cut(text: str, sizes: tuple[int, ...]) -> list[str]:
    ends = np.cumsum(sizes)
    return [text[end - size : end] for end, size in zip(ends, sizes)]


def readable_colour(ground: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """BGR, unlike a piece of ground."""
    lightness = float(ground.mean()) if ground.size else 128.0
    for _ in range(6):
        grey = rng.uniform(0, 60) if rng.random() < 0.5 else rng.uniform(190, 255)
        colour = random_colour(rng) if rng.random() < 0.35 else np.float32([grey] * 3)
        if abs(float(colour.mean()) - lightness) > 60:
            return colour
    return np.float32([255] * 3) if lightness < 128 else np.float32([0] * 3)


def stamp(image: np.ndarray, coverage: np.ndarray, x: float, y: float, colour: np.ndarray | None, rng: np.random.Generator) -> None:
    """Print a coverage in one colour (None: a readable one); what does not fit is cut."""
    x, y = int(x), int(y)
    left, top = max(0, -x), max(0, -y)
    part = image[max(0, y) : y + coverage.shape[0], max(0, x) : x + coverage.shape[1]]
    cover = coverage[top : top + part.shape[0], left : left + part.shape[1], None]
    if cover.size == 0:
        return
    colour = readable_colour(part, rng) if colour is None else colour
    part[:] = part * (1 - cover) + colour * cover


def word(text: str, height: float, rng: np.random.Generator) -> np.ndarray:
    files = word_font_files(any(char in CJK or ord(char) > 0x2E80 for char in text))
    return lettering(files[rng.integers(len(files))], text, max(5, int(height)))


def print_digits(image: np.ndarray, groups: list[str], kind: str, x: float, y: float, width: float, held_out: bool, rng: np.random.Generator) -> Quad:
    """Print or emboss groups in a line.

    Args:
        x, y: where its left end is, and its middle, px
        width: of the line, px
    Returns:
        where the characters stand
    """
    line = lay_out(groups, kind, held_out, rng)
    first, last = line.characters[0].left, line.characters[-1].right
    scale = width / (last - first)
    middle = line.top + DIGIT_HEIGHT / 2
    left, top = x - first * scale, y - middle * scale
    target = np.float32([[left, top], [left + line.coverage.shape[1] * scale, top + CANVAS_HEIGHT * scale]])
    (x0, y0), (x1, y1) = np.int32(np.clip(np.round(target), 0, (image.shape[1], image.shape[0])))
    quad = np.float32([[x, y - DIGIT_HEIGHT / 2 * scale], [x + width, y - DIGIT_HEIGHT / 2 * scale], [x + width, y + DIGIT_HEIGHT / 2 * scale], [x, y + DIGIT_HEIGHT / 2 * scale]])
    # the part of the line's canvas that lies on the card
    begin, up = max(0, int((x0 - left) / scale)), max(0, int((y0 - top) / scale))
    size = (max(8, int((x1 - x0) / scale)), max(8, int((y1 - y0) / scale)))
    cropped = line.coverage[up : up + size[1], begin : begin + size[0]]
    piece = type(line)(cropped, line.characters, line.top, line.stroke)
    ground = cv2.resize(image[y0:y1, x0:x1], cropped.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    floor = rng.uniform(*LEGIBLE) + ground.std() * rng.uniform(*LEGIBLE_OVER_GROUND)
    for _ in range(TRIES):
        change = print_line(ground, piece, kind, rng) - ground
        if np.abs(change).mean(-1)[cropped > 0.5].mean() > floor:
            break
    # only what the digits changed is put back: the ground keeps its detail
    change = cv2.resize(np.float32(change), (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    image[y0:y1, x0:x1] = np.clip(image[y0:y1, x0:x1] + change, 0, 255)
    return quad


def ground(height: int, width: int, art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A piece of card art, with a picture's worth of shapes now and then."""
    scale = rng.uniform(0.7, 1.0)
    h = int(min(art.shape[0], art.shape[1] * height / width) * scale)
    w = int(h * width / height)
    y, x = rng.integers(0, art.shape[0] - h + 1), rng.integers(0, max(1, art.shape[1] - w + 1))
    piece = cv2.resize(art[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.35:  # a band or half of the card in another colour
        colour = random_colour(rng)
        cover = rng.uniform(0.4, 1)
        y0 = int(rng.choice([0, height * rng.uniform(0.5, 0.85)]))
        band = piece[y0 : y0 + int(height * rng.uniform(0.12, 0.5))]
        band[:] = band * (1 - cover) + colour * cover
    return np.ascontiguousarray(piece)


def chip(image: np.ndarray, x: float, y: float, size: float, rng: np.random.Generator) -> None:
    w, h = int(size), int(size * rng.uniform(0.7, 0.95))
    x, y = int(x), int(y)
    metal = np.float32([[90, 180, 215], [120, 200, 230], [190, 195, 200], [215, 215, 215], [70, 130, 170]][rng.integers(5)]) * rng.uniform(0.75, 1.1)
    mask = np.zeros((h, w), np.uint8)
    r = max(2, h // 6)
    cv2.rectangle(mask, (r, 0), (w - r, h), 255, -1)
    cv2.rectangle(mask, (0, r), (w, h - r), 255, -1)
    for cx, cy in ((r, r), (w - r - 1, r), (r, h - r - 1), (w - r - 1, h - r - 1)):
        cv2.circle(mask, (cx, cy), r, 255, -1, cv2.LINE_AA)
    lines = np.zeros((h, w), np.uint8)
    for fy in (0.33, 0.66):
        cv2.line(lines, (0, int(h * fy)), (int(w * 0.33), int(h * fy)), 255, 1, cv2.LINE_AA)
        cv2.line(lines, (int(w * 0.66), int(h * fy)), (w, int(h * fy)), 255, 1, cv2.LINE_AA)
    for fx in (0.33, 0.66):
        cv2.line(lines, (int(w * fx), 0), (int(w * fx), h), 255, 1, cv2.LINE_AA)
    if rng.random() < 0.5:
        cv2.ellipse(lines, (w // 2, h // 2), (int(w * 0.2), int(h * 0.3)), 0, 0, 360, 255, 1, cv2.LINE_AA)
    tone = metal * np.linspace(rng.uniform(0.8, 1.1), rng.uniform(0.8, 1.2), w, dtype=np.float32)[None, :, None]
    tone = np.broadcast_to(tone, (h, w, 3)) * (1 - 0.5 * lines[..., None] / 255)
    part = image[max(0, y) : y + h, max(0, x) : x + w]
    part[:] = np.clip(np.where(mask[: part.shape[0], : part.shape[1], None] > 127, tone[: part.shape[0], : part.shape[1]], part), 0, 255)


def waves_sign(image: np.ndarray, x: float, y: float, size: float, colour: np.ndarray) -> None:
    """Contactless."""
    for i in range(4):
        cv2.ellipse(image, (int(x), int(y)), (int(size * (0.3 + 0.25 * i)),) * 2, 0, -40, 40, colour.tolist(), max(1, int(size / 9)), cv2.LINE_AA)


def scheme_logo(image: np.ndarray, scheme: str, x: float, y: float, w: float, rng: np.random.Generator) -> None:
    """x, y: its top left; w: its width, px"""
    x, y, w = int(x), int(y), int(w)
    h = int(w * 0.63)
    if scheme == "visa":
        coverage = word("VISA", h * 0.55, rng)
        shear = np.float32([[1, -0.25, 0.25 * coverage.shape[0]], [0, 1, 0]])
        coverage = cv2.warpAffine(coverage, shear, (coverage.shape[1] + coverage.shape[0] // 4, coverage.shape[0]))
        if rng.random() < 0.4:
            cv2.rectangle(image, (x, y), (x + w, y + h), (255, 255, 255), -1)
        stamp(image, cv2.resize(coverage, (int(w * 0.9), int(h * 0.55))), x + w * 0.05, y + h * 0.22, None, rng)
    elif scheme == "circles":
        a, b = ((30, 20, 235), (20, 160, 250)) if rng.random() < 0.8 else (random_colour(rng).tolist(), random_colour(rng).tolist())
        r = int(h * 0.48)
        cv2.circle(image, (x + r, y + h // 2), r, a, -1, cv2.LINE_AA)
        cv2.circle(image, (x + w - r, y + h // 2), r, b, -1, cv2.LINE_AA)
        if rng.random() < 0.7:
            coverage = word("MasterCard", h * 0.24, rng)
            stamp(image, cv2.resize(coverage, (int(w * 0.8), int(h * 0.24))), x + w * 0.1, y + h * 0.38, np.float32([255] * 3), rng)
    elif scheme == "unionpay":
        colours = ((40, 30, 215), (130, 60, 10), (120, 130, 0))
        slant = int(h * 0.2)
        for i, colour in enumerate(colours):
            x0 = x + slant + int(i * (w - slant) / 3.4)
            x1 = x0 + int((w - slant) / 2.4)
            cv2.fillPoly(image, [np.int32([[x0, y], [x1, y], [x1 - slant, y + h], [x0 - slant, y + h]])], colour, cv2.LINE_AA)
        for text, at, size in (("UnionPay", 0.15, 0.28), ("银联", 0.5, 0.34)):
            coverage = word(text, h * size, rng)
            stamp(image, cv2.resize(coverage, (int(w * 0.7), int(h * size))), x + w * 0.16, y + h * at, np.float32([255] * 3), rng)
    elif scheme == "box":
        colour = random_colour(rng)
        cv2.rectangle(image, (x, y), (x + h, y + h), colour.tolist(), -1)
        stamp(image, word(str(rng.choice(["JCB", "AMEX", "RuPay", "MIR", "Diners"])), h * 0.35, rng), x + 2, y + h * 0.3, None, rng)
    if scheme != "none" and rng.random() < 0.3:  # a hologram above or beside it
        y0 = y - h if y > h else y + h
        mirror = cv2.resize(rng.uniform(90, 255, (4, 5, 3)).astype(np.float32), (w, int(h * 0.9)), interpolation=cv2.INTER_CUBIC)
        part = image[max(0, y0) : y0 + mirror.shape[0], x : x + w]
        part[:] = np.clip(part * 0.3 + mirror[: part.shape[0], : part.shape[1]] * 0.7, 0, 255)


def bank_name(image: np.ndarray, x: float, y: float, height: float, rng: np.random.Generator, most: float) -> None:
    """A mark and the bank's name, at most so wide."""
    colour = readable_colour(image[int(y) : int(y + height), int(x) : int(x + most)], rng)
    if rng.random() < 0.75:
        r = height / 2
        centre = (int(x + r), int(y + r))
        if rng.random() < 0.6:
            cv2.circle(image, centre, int(r), colour.tolist(), -1 if rng.random() < 0.4 else max(2, int(r / 4)), cv2.LINE_AA)
            cv2.line(image, (centre[0], int(y)), (centre[0], int(y + height)), colour.tolist(), max(1, int(r / 5)), cv2.LINE_AA)
        else:
            points = rng.uniform(-r, r, (int(rng.integers(3, 6)), 2)) + centre
            cv2.fillPoly(image, [cv2.convexHull(np.int32(points))], colour.tolist(), cv2.LINE_AA)
        x += height * 1.2
    is_cjk = rng.random() < 0.6
    coverage = word(str(rng.choice(CJK_BANKS if is_cjk else BANKS)), height * (0.62 if rng.random() < 0.5 else 0.95), rng)
    coverage = coverage[:, : int(most)]
    stamp(image, coverage, x, y, colour, rng)
    if is_cjk and coverage.shape[0] < 0.8 * height:
        small = word(str(rng.choice(BANKS)), height * 0.28, rng)
        stamp(image, small[:, : coverage.shape[1]], x, y + height * 0.7, colour, rng)


def small_print(image: np.ndarray, x: float, y: float, width: float, lines: int, size: float, colour: np.ndarray, rng: np.random.Generator) -> None:
    """Lines of little letters, size px high."""
    for i in range(lines):
        if rng.random() < 0.3:
            text = "".join(rng.choice(list(CJK), max(2, int(width * rng.uniform(0.4, 1) / size / 1.3))))
            stamp(image, word(text, size, rng), x, y + i * size * 1.7, colour, rng)
        else:
            text = " ".join(rng.choice(WORDS, 12)).lower()[: max(3, int(width * rng.uniform(0.5, 1) / size / 0.75))]
            cv2.putText(image, text, (int(x), int(y + size + i * size * 1.7)), int(rng.integers(0, 4)), size / 22, colour.tolist(), 1, cv2.LINE_AA)


# What stands beside dates: until when a card is valid, from when, and when it was issued.
THRU = ("VALID THRU", "VALID\nTHRU", "GOOD THRU", "GOOD\nTHRU", "MONTH/YEAR", "MONTH YEAR", "EXPIRES END", "EXPIRES", "EXP", "UNTIL END", "VALID DATES", "有效期至", "有效期", "月/年", "至", "VALID THRU MONTH/YEAR")
FROM = ("VALID FROM", "VALID\nFROM", "FROM", "MEMBER SINCE", "SINCE", "VALID FROM MONTH/YEAR", "")
ISSUED = ("发卡日期", "发卡日期:", "ISSUE", "ISSUED", "DATE", "发卡", "", "", "", "")
THRU_FORMS = (("M/Y", 0.86), ("M/F", 0.07), ("M-Y", 0.04), ("M Y", 0.03))
ISSUED_FORMS = (("M/F", 0.5), ("F/M", 0.2), ("M/Y", 0.2), ("FM", 0.1))
ISSUED_SHARES = (0.06, 0.3)  # of the raised and the flat cards that have a date: they have none but of issue
FROM_SHARE = 0.25  # of the others: with a date from when on they are valid


def random_date(forms: tuple[tuple[str, float], ...], rng: np.random.Generator) -> str:
    form = forms[rng.choice(len(forms), p=[share for _, share in forms])][0]
    year = int(rng.integers(0, 40))
    return form.replace("M", f"{rng.integers(1, 13):02d}").replace("Y", f"{year:02d}").replace("F", f"20{year:02d}")


def label(image: np.ndarray, text: str, x: float, y: float, unit: float, is_above: bool, colour: np.ndarray, rng: np.random.Generator) -> float:
    """Words above a date or before it, in one line or two; returns how far they reach to its left, px.

    Args:
        x, y: where the date's left end is, and its middle, px
        unit: height of its digits, px
    """
    lines = text.split("\n")
    size = unit * rng.uniform(0.2, 0.45)
    left = 0.0
    for i, words in enumerate(lines):
        if not words:
            continue
        coverage = word(words, size, rng)
        if is_above:
            stamp(image, coverage, x + rng.uniform(-0.8, 0.5) * unit, y - unit * 0.6 - size * 1.15 * (len(lines) - i), colour, rng)
        else:
            gap = unit * rng.uniform(0.15, 0.5)
            stamp(image, coverage, x - coverage.shape[1] - gap, y - size * 0.57 * len(lines) + size * 1.15 * i, colour, rng)
            left = max(left, coverage.shape[1] + gap)
    return left


def dates(face: Face, image: np.ndarray, kind: str, x: float, y: float, unit: float, held_out: bool, rng: np.random.Generator) -> None:
    """The expiry, mostly with words beside or above it, now and then a date before it from when on the card is valid; or no expiry, but the date of issue.

    Args:
        unit: height of its digits, px
    """
    colour = readable_colour(image[int(y - unit) : int(y + unit), max(0, int(x - 2 * unit)) : int(x + 3 * unit)], rng)
    wide = rng.uniform(2.5, 3.6) / 5
    width_of = lambda text: unit * wide * len(text)
    named, is_above = rng.random() < 0.8, rng.random() < 0.5

    def put(text: str, x: float) -> Quad | None:
        if x + width_of(text) > image.shape[1] - unit / 3 or x < unit / 3:
            return None
        return print_digits(image, [text] if " " not in text else text.split(), kind, x, y, width_of(text), held_out, rng)

    if rng.random() < ISSUED_SHARES[kind == "flat"]:
        text = random_date(ISSUED_FORMS, rng)
        label(image, str(rng.choice(ISSUED)), x, y, unit, is_above, colour, rng)
        put(text, x)
        chance = rng.random()
        if chance < 0.6:  # a branch's letters or number beside it
            branch = str(rng.choice(["CN", "ABC FZ", "CCB JZ", "ICBC", "BJ", "SH", "00", "CCB ZK"])) if rng.random() < 0.6 else "".join(map(str, rng.integers(0, 10, int(rng.integers(2, 9)))))
            coverage = word(branch, unit * rng.uniform(0.8, 1), rng)
            at = x + width_of(text) + unit * rng.uniform(0.8, 3) if rng.random() < 0.6 else x - coverage.shape[1] - unit * rng.uniform(1, 3)
            stamp(image, coverage, at, y - coverage.shape[0] / 2, colour, rng)
        return
    text, style = random_date(THRU_FORMS, rng), None
    if rng.random() < FROM_SHARE:
        before = random_date(THRU_FORMS, rng) if rng.random() < 0.85 else f"{rng.integers(1975, 2024)}"
        if named:
            label(image, str(rng.choice(FROM)), x, y, unit, is_above, colour, rng)
        style = rng.bit_generator.state
        put(before, x)
        x += width_of(before) + unit * (rng.uniform(0.6, 1.6) if is_above else rng.uniform(1.8, 4.5))
    if named:
        label(image, str(rng.choice(THRU)), x, y, unit, is_above, colour, rng)
    if style is not None:
        rng.bit_generator.state = style  # both dates look alike
    quad = put(text, x)
    if quad is not None:
        face.expiry, face.expiry_text = quad, text


def front(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """A front in landscape."""
    image = ground(SHORT, LONG, art, rng)
    face = Face(image)
    scheme = str(rng.choice(SCHEMES, p=SCHEME_WEIGHTS))
    kind = str(rng.choice(list(KIND_WEIGHTS), p=list(KIND_WEIGHTS.values())))
    top = rng.random()
    bank_name(image, LONG * rng.uniform(0.03, 0.12 if top < 0.7 else 0.5), SHORT * rng.uniform(0.04, 0.1), SHORT * rng.uniform(0.08, 0.15), rng, LONG * 0.6)
    if rng.random() < 0.3:
        stamp(image, word(str(rng.choice(CJK_BANKS + WORDS)), SHORT * rng.uniform(0.05, 0.11), rng), LONG * rng.uniform(0.6, 0.8), SHORT * rng.uniform(0.05, 0.14), None, rng)
    if rng.random() < 0.78:
        chip(image, LONG * rng.uniform(0.07, 0.13), SHORT * rng.uniform(0.3, 0.38), LONG * rng.uniform(0.11, 0.16), rng)
    if rng.random() < 0.25:
        waves_sign(image, LONG * rng.choice([0.28, 0.88]), SHORT * rng.uniform(0.3, 0.5), SHORT * 0.07, readable_colour(image[100:200, 150:250], rng))
    at_bottom = rng.random() < 0.82
    scheme_logo(image, scheme, LONG * rng.uniform(0.74, 0.8), SHORT * (rng.uniform(0.66, 0.76) if at_bottom else rng.uniform(0.05, 0.1)), LONG * rng.uniform(0.15, 0.2), rng)
    if rng.random() < 0.4:
        stamp(image, word(str(rng.choice(MONEY_PRINTS)), SHORT * rng.uniform(0.03, 0.06), rng), LONG * rng.uniform(0.02, 0.4), SHORT * rng.uniform(0.86, 0.93), None, rng)
    if rng.random() < 0.2:
        small_print(image, LONG * rng.uniform(0.03, 0.4), SHORT * rng.uniform(0.78, 0.9), LONG * 0.4, int(rng.integers(1, 3)), SHORT * 0.03, readable_colour(image[330:], rng), rng)
    if rng.random() < 0.06:
        return face  # no number on this side
    face.pan, sizes = random_pan(rng)
    if rng.random() < 0.07:
        stacked(face, image, "flat", LONG * rng.uniform(0.06, 0.7), SHORT * rng.uniform(0.25, 0.42), LONG * rng.uniform(0.14, 0.22), held_out, rng)
        number_y, unit = 0.7, SHORT * 0.07
    else:
        is_flat = kind == "flat"
        width = LONG * (rng.uniform(0.42, 0.86) if is_flat else rng.uniform(0.7, 0.88))
        number_y = rng.uniform(0.45, 0.92) if is_flat and rng.random() < 0.4 else rng.uniform(0.54, 0.66)
        x = LONG * rng.uniform(0.05, 0.12) if rng.random() < 0.8 else (LONG - width) * rng.uniform(0.1, 0.95)
        x = min(x, LONG * 0.97 - width)
        quad = print_digits(image, cut(face.pan, sizes), kind, x, SHORT * number_y, width, held_out, rng)
        face.numbers = [quad]
        unit = float(quad[2, 1] - quad[1, 1]) * rng.uniform(0.42, 0.9)
        if len(face.pan) == 15 and rng.random() < 0.6:
            security_code(face, 4, LONG * rng.uniform(0.78, 0.88), quad[0, 1] - SHORT * rng.uniform(0.09, 0.15), rng)
        if rng.random() < 0.25:  # the first four again, small, below
            stamp(image, word(face.pan[:4], unit * 0.5, rng), x, quad[3, 1] + unit * 0.3, None, rng)
    if rng.random() < 0.8:
        y = SHORT * (number_y + rng.uniform(0.1, 0.17)) if number_y < 0.78 else SHORT * (number_y - rng.uniform(0.12, 0.2))
        dates(face, image, kind, LONG * rng.uniform(0.12, 0.62), y, max(9.0, unit), held_out, rng)
    if rng.random() < 0.7:
        name = " ".join(rng.choice(WORDS, int(rng.integers(2, 4))))
        y = SHORT * (rng.uniform(0.84, 0.92) if number_y < 0.8 else rng.uniform(0.7, 0.76))
        letters(image, name, kind, LONG * rng.uniform(0.03, 0.12), y, SHORT * rng.uniform(0.045, 0.07), rng)
    return face


def letters(image: np.ndarray, text: str, kind: str, x: float, y: float, height: float, rng: np.random.Generator) -> None:
    """A holder's line: dark or bright with an edge where it is embossed."""
    coverage = word(text, height, rng)
    colour = None
    if kind != "flat" and rng.random() < 0.7:
        colour = np.float32([200, 205, 208]) * rng.uniform(0.7, 1.15)
        stamp(image, coverage * 0.6, x + 1, y + 1, np.float32([0] * 3), rng)
    stamp(image, coverage * rng.uniform(0.6, 1), x, y, colour, rng)


def stacked(face: Face, image: np.ndarray, kind: str, x: float, y: float, width: float, held_out: bool, rng: np.random.Generator) -> None:
    """Four groups, one below the other."""
    pan = face.pan[:16] if len(face.pan) >= 16 else face.pan
    face.pan = pan = with_check_digit(pan[:15]) if len(pan) >= 15 else with_check_digit(pan + "0" * (15 - len(pan)))
    state = rng.bit_generator.state
    pitch = 0.0
    for i in range(4):
        rng.bit_generator.state = state  # one style for all
        quad = print_digits(image, [pan[4 * i : 4 * i + 4]], kind, x, y + i * pitch, width, held_out, rng)
        pitch = pitch or float(quad[3, 1] - quad[0, 1]) * 1.45
        face.numbers.append(quad)


def portrait(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """A front that stands: its number across, in four stacked groups, or along its long side."""
    image = ground(LONG, SHORT, np.ascontiguousarray(np.rot90(art)), rng)
    face = Face(image)
    kind = str(rng.choice(list(KIND_WEIGHTS), p=list(KIND_WEIGHTS.values())))
    bank_name(image, SHORT * rng.uniform(0.05, 0.12), LONG * rng.uniform(0.03, 0.08), LONG * rng.uniform(0.05, 0.09), rng, SHORT * 0.85)
    chip_y = rng.uniform(0.12, 0.25) if rng.random() < 0.4 else rng.uniform(0.6, 0.78)
    if rng.random() < 0.8:
        chip(image, SHORT * (rng.uniform(0.38, 0.45) if rng.random() < 0.6 else rng.uniform(0.08, 0.15)), LONG * chip_y, SHORT * rng.uniform(0.16, 0.22), rng)
    scheme_logo(image, str(rng.choice(SCHEMES, p=SCHEME_WEIGHTS)), SHORT * rng.uniform(0.5, 0.68), LONG * rng.uniform(0.85, 0.89), SHORT * rng.uniform(0.22, 0.3), rng)
    face.pan, sizes = random_pan(rng)
    chance = rng.random()
    if chance < 0.15:
        face.pan = None
        return face
    if chance < 0.45:
        stacked(face, image, kind if rng.random() < 0.4 else "flat", SHORT * rng.uniform(0.08, 0.5), LONG * rng.uniform(0.3, 0.5), SHORT * rng.uniform(0.25, 0.42), held_out, rng)
        unit, x, y = LONG * 0.035, SHORT * rng.uniform(0.1, 0.4), LONG * rng.uniform(0.74, 0.82)
    elif chance < 0.8:
        width = SHORT * rng.uniform(0.7, 0.9)
        y = LONG * rng.uniform(0.32, 0.62)
        quad = print_digits(image, cut(face.pan, sizes), kind, SHORT * rng.uniform(0.04, 0.96 - width / SHORT), y, width, held_out, rng)
        face.numbers = [quad]
        unit, x, y = float(quad[3, 1] - quad[0, 1]) * rng.uniform(0.7, 1), SHORT * rng.uniform(0.1, 0.5), y + LONG * rng.uniform(0.05, 0.12)
    else:
        lying = np.rot90(image)  # its pixels are the image's own
        quad = print_digits(lying, cut(face.pan, sizes), kind, LONG * rng.uniform(0.05, 0.12), SHORT * rng.uniform(0.5, 0.7), LONG * rng.uniform(0.65, 0.82), held_out, rng)
        face.numbers = [np.float32([[SHORT - 1 - qy, qx] for qx, qy in quad])]
        return face
    if rng.random() < 0.6:
        dates(face, image, kind, x, y, max(9.0, unit), held_out, rng)
    return face


def box(x0: float, y0: float, x1: float, y1: float) -> Quad:
    return np.float32([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def security_code(face: Face, length: int, x: float, y: float, rng: np.random.Generator) -> None:
    coverage = word("".join(map(str, rng.integers(0, 10, length))), SHORT * rng.uniform(0.045, 0.065), rng)
    stamp(face.image, coverage, x, y, None, rng)
    face.secrets.append(box(x - 2, y - 2, x + coverage.shape[1] + 2, y + coverage.shape[0] + 2))


def back(art: np.ndarray, held_out: bool, rng: np.random.Generator) -> Face:
    """A back: stripe, signature, small print, on half of them the number, small."""
    image = ground(SHORT, LONG, art, rng)
    if rng.random() < 0.5:
        image = np.uint8(image * 0.3 + random_colour(rng) * 0.7)
    face = Face(image)
    y0, y1 = int(SHORT * rng.uniform(0.04, 0.14)), int(SHORT * rng.uniform(0.24, 0.34))
    image[y0:y1] = np.float32([20, 20, 22]) * rng.uniform(0.5, 2.5)
    sy = rng.uniform(0.38, 0.46)
    sx0, sx1 = LONG * rng.uniform(0.03, 0.1), LONG * rng.uniform(0.6, 0.8)
    cv2.rectangle(image, (int(sx0), int(SHORT * sy)), (int(sx1), int(SHORT * (sy + 0.13))), rng.uniform(205, 250, 3).tolist(), -1)
    face.secrets = [box(sx0, SHORT * sy, sx1, SHORT * (sy + 0.13))]
    if rng.random() < 0.7:
        small_print(image, sx0, SHORT * sy + 3, sx1 - sx0, int(rng.integers(1, 5)), 6, rng.uniform(140, 220, 3).astype(np.float32), rng)
    security_code(face, 3, min(sx1 + 6, LONG * 0.86) if rng.random() < 0.5 else sx1 - 50, SHORT * (sy + 0.03), rng)
    ink = readable_colour(image[int(SHORT * 0.6) :], rng)
    small_print(image, LONG * rng.uniform(0.03, 0.1), SHORT * rng.uniform(0.74, 0.8), LONG * rng.uniform(0.5, 0.9), int(rng.integers(1, 5)), SHORT * rng.uniform(0.022, 0.035), ink, rng)
    if rng.random() < 0.4:
        scheme_logo(image, str(rng.choice(SCHEMES, p=SCHEME_WEIGHTS)), LONG * rng.uniform(0.76, 0.82), SHORT * rng.uniform(0.72, 0.8), LONG * 0.14, rng)
    if rng.random() < 0.6:
        face.pan, sizes = random_pan(rng)
        width = LONG * rng.uniform(0.4, 0.75)
        y = SHORT * rng.uniform(sy + 0.19, 0.7)
        face.numbers = [print_digits(image, cut(face.pan, sizes), "flat", LONG * rng.uniform(0.04, 0.95 - width / LONG), y, width, held_out, rng)]
        unit = float(face.numbers[0][3, 1] - face.numbers[0][0, 1])
        if rng.random() < 0.5 and y + unit * 3 < SHORT * 0.95:
            dates(face, image, "flat", LONG * rng.uniform(0.15, 0.6), y + unit * rng.uniform(1.5, 2), max(8.0, unit * rng.uniform(0.7, 1)), held_out, rng)
    return face


def random_face(held_out: bool, rng: np.random.Generator, art: np.ndarray | None = None) -> Face:
    art = card_art(rng) if art is None else art
    draw = [front, portrait, back][rng.choice(3, p=[0.72, 0.16, 0.12])]
    return draw(art, held_out, rng)
