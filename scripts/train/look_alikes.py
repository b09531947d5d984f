"""What lies about and is no bank card: identity and business cards, receipts, keyboards, telephones, and papers with numbers on them."""

import cv2
import numpy as np
from card_art import WORDS, card_art, random_colour
from faces import LONG, SHORT, Face, bank_name, ground, readable_colour, small_print, stamp, word
from strips import CJK


def number_text(rng: np.random.Generator) -> str:
    """Long numbers that are no card's: of telephones, identity cards, accounts, bills."""
    digits = lambda n: "".join(map(str, rng.integers(0, 10, n)))
    return [
        f"+{digits(2)} {digits(3)} {digits(4)} {digits(4)}",
        f"{digits(3)}-{digits(4)}-{digits(4)}",
        digits(18),
        f"No. {digits(8)}",
        f"{digits(4)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d} {digits(2)}:{digits(2)}",
        f"{digits(5)}.{digits(2)}",
        f"{digits(4)} {digits(4)} {digits(4)} {digits(4)}",
        f"{digits(6)}******{digits(4)}",
        f"{digits(4)} {digits(6)} {digits(3)}",
    ][rng.choice(9, p=[0.15, 0.15, 0.14, 0.12, 0.14, 0.12, 0.04, 0.07, 0.07])]


def identity_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A portrait of somebody, labelled lines and a long number."""
    pale = np.uint8(ground(SHORT, LONG, art, rng) * 0.25 + 0.75 * np.clip(random_colour(rng) * 0.3 + 175, 0, 255))
    ink = rng.uniform(0, 90, 3).astype(np.float32)
    x = LONG * (rng.uniform(0.62, 0.68) if rng.random() < 0.6 else rng.uniform(0.05, 0.08))
    y, w, h = SHORT * rng.uniform(0.12, 0.25), LONG * 0.27, SHORT * 0.55
    cv2.rectangle(pale, (int(x), int(y)), (int(x + w), int(y + h)), random_colour(rng).tolist(), -1)
    skin, hair = rng.uniform(120, 225, 3), rng.uniform(10, 90, 3)
    centre = (int(x + w / 2), int(y + h * 0.45))
    cv2.ellipse(pale, (centre[0], int(y + h)), (int(w * 0.42), int(h * 0.28)), 0, 180, 360, random_colour(rng).tolist(), -1, cv2.LINE_AA)
    cv2.ellipse(pale, (centre[0], centre[1] - 8), (int(w * 0.26), int(h * 0.3)), 0, 0, 360, hair.tolist(), -1, cv2.LINE_AA)
    cv2.ellipse(pale, centre, (int(w * 0.21), int(h * 0.25)), 0, 0, 360, skin.tolist(), -1, cv2.LINE_AA)
    left = LONG * 0.05 if x > LONG / 2 else LONG * 0.38
    for i in range(int(rng.integers(3, 7))):
        text = "".join(rng.choice(list(CJK), 2)) + "  " + "".join(rng.choice(list(CJK), int(rng.integers(2, 9))))
        if rng.random() < 0.4:
            text = f"{rng.choice(WORDS)}: {' '.join(rng.choice(WORDS, 2))}"
        stamp(pale, word(text, SHORT * 0.05, rng)[:, : int(LONG * 0.55)], left, SHORT * (0.1 + 0.11 * i), ink, rng)
    stamp(pale, word(number_text(rng), SHORT * rng.uniform(0.05, 0.08), rng), LONG * 0.06, SHORT * 0.85, ink, rng)
    if rng.random() < 0.4:
        stamp(pale, word(str(rng.choice(["DRIVER LICENSE", "IDENTITY CARD", "居民身份", "STUDENT", "MEMBER CARD"])), SHORT * 0.07, rng), LONG * 0.3, SHORT * 0.02, None, rng)
    return pale


def business_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A name, an address, telephone numbers."""
    image = ground(SHORT, LONG, art, rng) if rng.random() < 0.35 else np.full((SHORT, LONG, 3), np.clip(random_colour(rng) * 0.2 + 200, 0, 255), np.uint8)
    ink = readable_colour(image, rng)
    if rng.random() < 0.6:
        bank_name(image, LONG * rng.uniform(0.05, 0.5), SHORT * rng.uniform(0.05, 0.2), SHORT * rng.uniform(0.1, 0.25), rng, LONG * 0.5)
    x = LONG * rng.uniform(0.05, 0.4)
    stamp(image, word(" ".join(rng.choice(WORDS, 2)).title(), SHORT * rng.uniform(0.08, 0.14), rng), x, SHORT * rng.uniform(0.3, 0.45), ink, rng)
    for i in range(int(rng.integers(1, 5))):
        text = number_text(rng) if rng.random() < 0.6 else "".join(rng.choice(list(CJK), 9))
        stamp(image, word(text, SHORT * rng.uniform(0.04, 0.06), rng), x, SHORT * (0.55 + 0.1 * i), ink, rng)
    return image


def receipt(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A strip of paper with rows of words and prices."""
    height, width = int(rng.uniform(500, 900)), int(rng.uniform(260, 460))
    image = np.full((height, width, 3), rng.uniform(205, 252), np.uint8)
    y = 20.0
    while y < height - 30:
        size = rng.uniform(9, 18) if rng.random() < 0.9 else 30
        left = " ".join(rng.choice(WORDS, 2)).lower() if rng.random() < 0.6 else number_text(rng)
        cv2.putText(image, left, (15, int(y + size)), int(rng.integers(0, 4)), size / 26, (50, 50, 55), 1, cv2.LINE_AA)
        if rng.random() < 0.5:
            cv2.putText(image, f"{rng.integers(1, 999)}.{rng.integers(10, 99)}", (width - 85, int(y + size)), 0, size / 26, (50, 50, 55), 1, cv2.LINE_AA)
        y += size * rng.uniform(1.4, 2.2)
    return image


def keyboard(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Keys with letters and digits on them."""
    rows, columns, key = int(rng.integers(3, 6)), int(rng.integers(3, 13)), 56
    body, cap = random_colour(rng), random_colour(rng)
    image = np.empty((rows * key + 20, columns * key + 20, 3), np.uint8)
    image[:] = body
    ink = (255 - cap).tolist()
    for row in range(rows):
        for column in range(columns):
            x, y = 12 + column * key, 12 + row * key
            cv2.rectangle(image, (x, y), (x + key - 8, y + key - 8), cap.tolist(), -1)
            cv2.putText(image, str(rng.choice(list("QWERTYUIOPASDFGHJKL1234567890"))), (x + 10, y + 30), 0, rng.uniform(0.5, 0.9), ink, 2, cv2.LINE_AA)
    return image


def paper(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A page, a book or a box: headings, text, numbers, maybe a picture."""
    height, width = int(rng.uniform(350, 800)), int(rng.uniform(350, 800))
    image = np.empty((height, width, 3), np.uint8)
    image[:] = np.clip(random_colour(rng) * (0.15 if rng.random() < 0.7 else 1) + (205 if rng.random() < 0.7 else 0), 0, 255)
    if rng.random() < 0.5:
        y, x = int(height * rng.uniform(0, 0.5)), int(width * rng.uniform(0, 0.5))
        piece = art[: height // 2, : width // 2]
        image[y : y + piece.shape[0], x : x + piece.shape[1]] = piece[: height - y, : width - x]
    ink = readable_colour(image, rng)
    small_print(image, width * 0.06, height * rng.uniform(0.1, 0.5), width * 0.85, int(rng.integers(3, 12)), rng.uniform(9, 22), ink, rng)
    for _ in range(int(rng.integers(0, 4))):
        text = number_text(rng) if rng.random() < 0.6 else " ".join(rng.choice(WORDS, 3))
        stamp(image, word(text, rng.uniform(14, 50), rng), rng.uniform(0, width * 0.3), rng.uniform(0, height * 0.9), ink, rng)
    return image


def telephone(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A dark slab with a screen."""
    image = np.full((700, 350, 3), rng.uniform(5, 60), np.uint8)
    screen = image[40:660, 14:336]
    screen[:] = cv2.resize(art, (322, 620)) if rng.random() < 0.6 else np.uint8(random_colour(rng))
    for row in range(4 if rng.random() < 0.5 else 0):
        for column in range(3):
            cv2.putText(screen, str((row * 3 + column + 1) % 10), (50 + column * 95, 260 + row * 90), 0, 1.6, (255, 255, 255), 2, cv2.LINE_AA)
    return image


def blank_card(art: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A plain thing of a card's shape: a loyalty card, a ticket, a cloth."""
    image = ground(SHORT, LONG, art, rng)
    if rng.random() < 0.6:
        stamp(image, word(" ".join(rng.choice(WORDS, int(rng.integers(1, 3)))), SHORT * rng.uniform(0.1, 0.3), rng), LONG * rng.uniform(0.05, 0.3), SHORT * rng.uniform(0.1, 0.6), None, rng)
    if rng.random() < 0.5:  # a bar code
        x, y = LONG * rng.uniform(0.05, 0.4), SHORT * rng.uniform(0.55, 0.7)
        bars = np.repeat(rng.integers(0, 2, 60), rng.integers(3, 6))[None] * np.ones((int(SHORT * 0.2), 1))
        cv2.rectangle(image, (int(x - 8), int(y - 8)), (int(x + bars.shape[1] + 8), int(y + SHORT * 0.3)), (255, 255, 255), -1)
        stamp(image, bars.astype(np.float32), x, y, np.float32([0] * 3), rng)
        stamp(image, word(number_text(rng), SHORT * 0.05, rng), x, y + SHORT * 0.22, np.float32([0] * 3), rng)
    return image


KINDS = (identity_card, business_card, receipt, keyboard, paper, telephone, blank_card)
WEIGHTS = (0.28, 0.2, 0.12, 0.08, 0.14, 0.08, 0.1)


def random_look_alike(rng: np.random.Generator, art: np.ndarray | None = None) -> Face:
    image = KINDS[rng.choice(len(KINDS), p=WEIGHTS)](card_art(rng) if art is None else art, rng)
    return Face(np.ascontiguousarray(image), is_card=False)
