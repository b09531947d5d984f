"""What is written on cards: numbers and how they are grouped, dates, labels beside dates, words."""

import numpy as np
from draws import one_of

# ---------------------------------------------------------------------------------------------------------------------
# Words.

# DEBIT and CREDIT, and words beside dates, stand on cards, too: card_words.py and dates.py print them, and tell where.
OTHER = "*"  # stands for a word in a strip's text, and for a column of rows that lie on their sides
UPSIDE_DOWN = "~"  # stands for a whole line that is
WORDS = (
    "VISA GOLD PLATINUM WORLD CLASSIC BUSINESS BANK ELECTRON VALID MONTH YEAR GOOD MEMBER HOLDER "
    "LI LEI ANNA MAX"
).split()
HUGE_WORDS = (
    "YOUNG AUTO GO MAX PLUS ONE FREE MILES SMART CASH TRAVEL VIP GOLD N26 bunq PAY SHOP 卡 福 YES 招 MY B K X 8 360 24h"
).split()
CJK = "银行卡信用借记有效期至月年中国工商农业建设交通招商储蓄联合金额持人姓名"
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYacdefhkmnprstuvwxy"  # none that looks like a digit
BANKS = (
    "BANK OF CHINA,SPD BANK,CITIC BANK,CITY BANK,COMMERZ,NORTH BANK,BANK OF NINGBO,CGB,"
    "First Union,MY BANK,bankcard,UOB,Savings,ABC,CCB,HSBX"
).split(",")
CJK_BANKS = (
    "中国银行 招商银行 建设银行 农业银行 交通银行 工商银行 平安银行 广州银行 徽商银行 民生银行 中信银行 "
    "邮政储蓄银行 农村信用社 商业银行 光大银行"
).split()
MONEY_PRINTS = ("ATM", "◄ ATM", "GOLD", "WORLD", "PLATINUM", "ELECTRONIC USE ONLY", "CORPORATE")


class WORD:
    """A word that stands beside digits."""

    english_share, cjk_share = 0.5, 0.2  # the others are letters in any order
    capital_share = 0.7  # of the English ones: all in capitals
    cjk_length, letters_length = (2, 7), (2, 10)


class COLUMN:
    """Rows of a page or a receipt which a strip goes across: they lie on their sides in it."""

    rows, words = (3, 27), (1, 4)  # words in a row; the last ones are not drawn
    price_share, number_share, number_length = 0.3, 0.2, (1, 8)  # of the words


# ---------------------------------------------------------------------------------------------------------------------
# Numbers.

# How a number is grouped, and how frequent that is.
LAYOUTS = (
    ((4, 4, 4, 4), 0.46),
    ((6, 13), 0.14),
    ((4, 4, 4, 4, 3), 0.12),
    ((4, 6, 5), 0.05),
    ((19,), 0.07),
    ((16,), 0.04),
    ((6, 10), 0.03),
    ((4, 6, 4), 0.02),
    ((4, 4, 4, 7), 0.02),
    ((4, 4, 4, 4, 1), 0.015),
    ((6, 12), 0.015),
    ((6, 6, 6), 0.01),
    ((4, 3, 3, 3), 0.01),
)
# On specimens one digit often stands several times in a row. That is hard: CTC must see the gap between them.
REPEATING_SHARE, REPEATED_SHARE = 0.12, 0.8  # of the numbers; of the digits of such a number
WORD_BESIDE_NUMBER_SHARE = 0.04

# How a scheme's numbers begin, how long they are, and how frequent that is.
PANS = (
    ("62", 16, 0.23),
    ("62", 19, 0.26),
    ("4", 16, 0.17),
    ("5", 16, 0.14),
    ("37", 15, 0.06),
    ("35", 16, 0.03),
    ("36", 14, 0.02),
    ("4", 13, 0.01),
    ("9558", 19, 0.03),
    ("60", 18, 0.025),
    ("43", 19, 0.015),
    ("6", 17, 0.01),
)
# How numbers of a length are grouped, and how frequent that is.
PAN_LAYOUTS = {
    13: (((4, 3, 3, 3), 0.7), ((13,), 0.3)),
    14: (((4, 6, 4), 1.0),),
    15: (((4, 6, 5), 0.9), ((15,), 0.1)),
    16: (((4, 4, 4, 4), 0.8), ((16,), 0.1), ((6, 10), 0.1)),
    17: (((4, 4, 4, 4, 1), 0.5), ((6, 11), 0.5)),
    18: (((6, 6, 6), 0.5), ((6, 12), 0.3), ((4, 4, 4, 4, 2), 0.2)),
    19: (((6, 13), 0.4), ((19,), 0.25), ((4, 4, 4, 4, 3), 0.35)),
}

# ---------------------------------------------------------------------------------------------------------------------
# Dates. In a form M is a month, Y a year of two digits, F a year of four, D a day, B the number of a branch.

DATE_SHARE, WORDS_SHARE, COLUMN_SHARE = 0.22, 0.05, 0.06  # of the lines; all others are numbers
WORDS_IN_LINE = (1, 7)  # the last one is not drawn
DATE_FORMS = (
    ("M/Y", 0.6),
    ("M/F", 0.1),
    ("F/M", 0.05),
    ("M-Y", 0.05),
    ("M Y", 0.03),
    ("M/Y M/Y", 0.06),
    ("M/F M/F", 0.02),
    ("D/M/Y", 0.03),
    ("MY", 0.02),
    ("FM", 0.02),
    ("B M/F", 0.02),
)
YEARS = (3, 45)  # of a date on a strip: the last one is not drawn
SPECIMEN_SHARE = 0.04  # of dates that are 00/00 or 88/88
# What stands before a date in a strip, much smaller than the date, in one line or two.
DATE_LABELS = (
    "VALID\nTHRU",
    "GOOD\nTHRU",
    "VALID\nDATES",
    "EXPIRES\nEND",
    "MONTH\nYEAR",
    "UNTIL\nEND",
    "VALID THRU",
    "GOOD THRU",
    "EXPIRES",
    "THRU",
    "有效\n期至",
    "有效期至",
    "VALID THRU ►",
    "►",
    "UNTIL",
    "EXP",
    "月/年",
    "END\nLAST DAY OF",
)
LABEL_SHARE = 0.4  # of the dates
WORD_BESIDE_DATE_SHARE = 0.3  # of the dates without a label
WORD_BEFORE_SHARE = 0.7  # of the words beside a number or a date; the others stand behind it

THRU_FORMS = (("M/Y", 0.86), ("M/F", 0.07), ("M-Y", 0.04), ("M Y", 0.03))
ISSUED_FORMS = (("M/F", 0.5), ("F/M", 0.34), ("M/Y", 0.06), ("FM", 0.1))
FACE_YEARS = (0, 40)  # of a date on a face
# What stands beside dates on a face: until when the card is valid, from when, and when it was issued.
THRU = (
    "VALID THRU",
    "VALID\nTHRU",
    "GOOD THRU",
    "GOOD\nTHRU",
    "MONTH/YEAR",
    "MONTH YEAR",
    "EXPIRES END",
    "EXPIRES",
    "EXP",
    "UNTIL END",
    "VALID DATES",
    "有效期至",
    "有效期",
    "月/年",
    "至",
    "VALID THRU MONTH/YEAR",
    "EXPIRY DATE",
    "VALID UNTIL",
    "GOOD THRU\nLAST DAY OF",
    "GOOD THRU\nLAST DAY OF>",
    "EXPIRES\nEND",
    "MONTH/YEAR\nVALID THRU",
)
FROM = ("VALID FROM", "VALID\nFROM", "FROM", "MEMBER SINCE", "SINCE", "VALID FROM MONTH/YEAR", "VALID FIRST\nDAY OF", "")
ISSUED = ("发卡日期", "发卡日期:", "ISSUE", "ISSUED", "DATE", "发卡", "", "", "", "")


class CODE:
    """What stands where dates stand on cards without one: a branch, a kind of card, a number."""

    branch_share, kind_share = 0.45, 0.1  # the others are numbers
    banks = ("CCB", "ABC", "BOC", "ICBC", "CMB", "BCM", "PSBC", "CEB", "SPDB", "")
    letters = (2, 4)  # of a place; the last one is not drawn
    kinds = ("CN", "CNY", "CD-CW", "ATM", "MC", "CP", "GOLD", "VIP", "RMB")
    number_length, with_number_share = (3, 10), 0.15  # the last one is not drawn; of the branches and kinds


# ---------------------------------------------------------------------------------------------------------------------
# Lines of strips.


def random_groups(digits_only: bool, rng: np.random.Generator) -> list[str]:
    """Groups of digits, a date, words (groups with a letter) or a column of rows. digits_only: only digits and dates"""
    chance = rng.random()
    is_date = chance < DATE_SHARE
    if not is_date and chance < DATE_SHARE + WORDS_SHARE and not digits_only:
        return [random_word(rng) for _ in range(rng.integers(*WORDS_IN_LINE))]
    if not is_date and chance < DATE_SHARE + WORDS_SHARE + COLUMN_SHARE and not digits_only:
        return ["\n".join(random_row(rng) for _ in range(rng.integers(*COLUMN.rows)))]
    groups = date_groups(rng) if is_date else number_groups(rng)
    if is_date and rng.random() < LABEL_SHARE and not digits_only:
        return [str(rng.choice(DATE_LABELS)), *groups]
    if rng.random() < (WORD_BESIDE_DATE_SHARE if is_date else WORD_BESIDE_NUMBER_SHARE) and not digits_only:
        return [random_word(rng), *groups] if rng.random() < WORD_BEFORE_SHARE else [*groups, random_word(rng)]
    return groups


def number_groups(rng: np.random.Generator) -> list[str]:
    repeated = rng.integers(0, 10) if rng.random() < REPEATING_SHARE else None

    def digit() -> int:
        return repeated if repeated is not None and rng.random() < REPEATED_SHARE else rng.integers(0, 10)

    return ["".join(str(digit()) for _ in range(size)) for size in one_of(LAYOUTS, rng)]


def date_groups(rng: np.random.Generator) -> list[str]:
    """A date as cards have it, sometimes with a branch's number or another date beside it."""
    form = one_of(DATE_FORMS, rng)
    specimen = rng.choice(["0", "8"]) if rng.random() < SPECIMEN_SHARE else None
    date = ""
    for letter in form:
        year = int(rng.integers(*YEARS))
        parts = {
            "M": f"{rng.integers(1, 13):02d}",
            "Y": f"{year:02d}",
            "F": f"20{year:02d}",
            "D": f"{rng.integers(1, 32):02d}",
            "B": f"{rng.integers(0, 10000):04d}",
        }
        part = parts.get(letter, letter)
        date += part if specimen is None else "".join(specimen if char.isdigit() else char for char in part)
    return date.split()


def random_word(rng: np.random.Generator) -> str:
    chance = rng.random()
    if chance < WORD.english_share:
        word = str(rng.choice(WORDS))
        return word if rng.random() < WORD.capital_share else word.title()
    if chance < WORD.english_share + WORD.cjk_share:
        return "".join(rng.choice(list(CJK), rng.integers(*WORD.cjk_length)))
    return "".join(rng.choice(list(LETTERS), rng.integers(*WORD.letters_length)))


def random_row(rng: np.random.Generator) -> str:
    """A row of a page or a receipt."""
    words = []
    for chance in rng.random(rng.integers(*COLUMN.words)):
        if chance < COLUMN.price_share:
            words.append(f"{rng.integers(0, 999)}.{rng.integers(0, 100):02d}")
        elif chance < COLUMN.price_share + COLUMN.number_share:
            words.append(random_digits(int(rng.integers(*COLUMN.number_length)), rng))
        else:
            words.append(random_word(rng))
    return " ".join(words)


# ---------------------------------------------------------------------------------------------------------------------
# Lines of faces.


def random_pan(rng: np.random.Generator) -> tuple[str, tuple[int, ...]]:
    """A number of a scheme's form that passes the Luhn check, and the sizes of its groups."""
    prefix, length = one_of(tuple(((prefix, length), share) for prefix, length, share in PANS), rng)
    pan = with_check_digit(prefix + random_digits(length - len(prefix) - 1, rng))
    return pan, one_of(PAN_LAYOUTS[length], rng)


def random_digits(count: int, rng: np.random.Generator) -> str:
    return "".join(map(str, rng.integers(0, 10, count)))


def with_check_digit(body: str) -> str:
    """A number that passes the Luhn check."""
    total = 0
    for i, char in enumerate(reversed(body)):
        double = int(char) * (2 if i % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return body + str(-total % 10)


def cut(text: str, sizes: tuple[int, ...]) -> list[str]:
    """A number in groups of these sizes."""
    ends = np.cumsum(sizes)
    return [text[end - size : end] for end, size in zip(ends, sizes)]


def random_code(rng: np.random.Generator) -> str:
    chance = rng.random()
    number = random_digits(int(rng.integers(*CODE.number_length)), rng)
    if chance >= CODE.branch_share + CODE.kind_share:
        return number
    if chance < CODE.branch_share:
        place = "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), int(rng.integers(*CODE.letters))))
        text = f"{rng.choice(CODE.banks)} {place}".strip()
    else:
        text = str(rng.choice(CODE.kinds))
    return f"{text} {number}" if rng.random() < CODE.with_number_share else text


def random_date(forms: tuple[tuple[str, float], ...], rng: np.random.Generator) -> str:
    form = one_of(forms, rng)
    year = int(rng.integers(*FACE_YEARS))
    return form.replace("M", f"{rng.integers(1, 13):02d}").replace("Y", f"{year:02d}").replace("F", f"20{year:02d}")
