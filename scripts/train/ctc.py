"""
The classes that a recogniser's time steps predict, how text becomes classes and back, and the losses.

Class 0 is the CTC blank, class i the alphabet's character i - 1. The student has one more output, which is no class:
whether the strip shows a number or a date, rather than words or a line upside down. As a class, it would win wherever a
digit is hard to read.
"""

import torch
import torch.nn.functional as F
from texts import OTHER, UPSIDE_DOWN

ALPHABET = "0123456789/"
BLANK = 0
CLASSES = len(ALPHABET) + 1
NO_CLASS = (OTHER, UPSIDE_DOWN)
TEMPERATURE, KEPT_NUMBER_SHARE = 2.0, 0.3  # of `kept_loss`


def encode(text):
    return [ALPHABET.index(character) + 1 for character in text if character not in NO_CLASS]


def greedy_decode(logits):
    """
    N texts from logits or probabilities [N, T, outputs]: takes the likeliest class of each step, merges repeats, and
    drops blanks.
    """
    best = logits[..., :CLASSES].argmax(-1)  # [N, T]
    rows = (torch.unique_consecutive(row).tolist() for row in best.cpu())
    return ["".join(ALPHABET[k - 1] for k in row if k != BLANK) for row in rows]


def nothing(logits):
    """The loss of a batch that teaches nothing: 0, with a gradient of 0."""
    return logits.sum() * 0


def ctc_loss(logits, texts):
    """-log p(text) per character, as a mean over the strips that have characters. logits [N, T, outputs]"""
    codes = [encode(text) for text in texts]
    rows = [i for i, code in enumerate(codes) if code]
    if not rows:
        return nothing(logits)
    log_probs = logits[rows, :, :CLASSES].float().log_softmax(-1).transpose(0, 1)  # [T, N, classes]
    targets = torch.tensor([k for i in rows for k in codes[i]])
    steps = torch.full((len(rows),), len(log_probs))
    lengths = torch.tensor([len(codes[i]) for i in rows])
    return F.ctc_loss(log_probs, targets.to(logits.device), steps, lengths, blank=BLANK, zero_infinity=True)


def number_loss(logits, texts):
    """
    Mean cross-entropy of the output that tells numbers from other lines. Strips that show both are left out.

    logits [N, T, CLASSES + 1]
    """
    rows = [i for i, text in enumerate(texts) if OTHER not in text or not encode(text)]
    if not rows:
        return nothing(logits)
    is_number = torch.tensor([float(bool(encode(texts[i]))) for i in rows], device=logits.device)
    told = logits[rows, :, CLASSES].float()  # [N, T]
    return F.binary_cross_entropy_with_logits(told, is_number[:, None].expand_as(told))


def blank_loss(logits, texts):
    """
    Mean cross-entropy of the blank at each step of words and columns. Lines upside down are left out: most of their
    digits look like digits.

    logits [N, T, outputs]
    """
    rows = [i for i, text in enumerate(texts) if not encode(text) and text != UPSIDE_DOWN]
    if not rows:
        return nothing(logits)
    return -logits[rows, :, :CLASSES].float().log_softmax(-1)[..., BLANK].mean()


def kept_loss(logits, kept, texts):
    """
    How far answers are from those of another network: of the classes the mean divergence where that one reads a strip,
    both softened by the temperature; of being a number the mean cross-entropy of all strips.

    logits, kept [N, T, CLASSES + 1]: of the network, and of the other one
    """
    logits, kept = logits.float(), kept.float()
    read = zip(greedy_decode(kept), texts)
    is_right = torch.tensor([float(encode(text) == encode(wanted)) for text, wanted in read], device=logits.device)
    said, wanted = ((answers[..., :CLASSES] / TEMPERATURE).log_softmax(-1) for answers in (logits, kept))
    divergence = (wanted.exp() * (wanted - said)).sum(-1).mean(-1) * TEMPERATURE**2
    told = F.binary_cross_entropy_with_logits(logits[..., CLASSES], kept[..., CLASSES].sigmoid())
    return (divergence * is_right).sum() / is_right.sum().clamp(min=1) + KEPT_NUMBER_SHARE * told


def place_loss(logits, texts, centres, width):
    """
    Mean cross-entropy of the characters at the steps where they stand, and of the blank half way between two.

    With CTC alone, an untrained network predicts nothing but blanks for thousands of steps. This loss shows it where
    to look.

    logits [N, T, outputs]; centres: of each text's characters, px; width: of the strips, px
    """
    steps = logits.shape[1]
    ignored = -1
    targets = torch.full(logits.shape[:2], ignored)
    for row, text, places in zip(targets, texts, centres):
        shown = [place for place, character in zip(places, text) if character != OTHER]
        at = [min(steps - 1, int(max(0, place) * steps / width)) for place in shown]
        for before, after in zip(at, at[1:]):
            row[(before + after) // 2] = BLANK
        for step, k in zip(at, encode(text)):
            row[step] = k
    if not (targets != ignored).any():
        return nothing(logits)
    logits = logits[..., :CLASSES].float().flatten(0, 1)
    return F.cross_entropy(logits, targets.flatten().to(logits.device), ignore_index=ignored)
