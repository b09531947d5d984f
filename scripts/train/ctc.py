"""Text and classes: what the networks' time steps mean. Class 0 is the CTC blank, class i the alphabet's character i - 1."""

import torch
import torch.nn.functional as F

ALPHABET = "0123456789/"
BLANK = 0
CLASSES = len(ALPHABET) + 1


def encode(text):
    return [ALPHABET.index(character) + 1 for character in text]


def greedy_decode(logits):
    """Logits (or probabilities) [N, T, classes] to N texts: the likeliest class of each step, repeats merged, blanks dropped."""
    best = logits.argmax(-1)  # [N, T]
    return ["".join(ALPHABET[k - 1] for k in torch.unique_consecutive(row).tolist() if k != BLANK) for row in best.cpu()]


def ctc_loss(logits, texts):
    """Mean over the strips of -log p(text) per character. logits [N, T, classes]"""
    log_probs = logits.float().log_softmax(-1).transpose(0, 1)  # [T, N, classes]
    targets = torch.tensor([k for text in texts for k in encode(text)])
    steps = torch.full((len(texts),), len(log_probs))
    lengths = torch.tensor([len(text) for text in texts])
    return F.ctc_loss(log_probs, targets.to(logits.device), steps, lengths, blank=BLANK, zero_infinity=True)
