"""
The word finder: a small fully convolutional network that sees the words by which a card says that it is for debit or
credit, and those that say what a date is. It looks at a straightened card, or at what is around a date, and says of each
place whether such a word stands there.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from card_words import KINDS
from layers import ConvNorm, Residual

STRIDE = 8
CHANNELS = (16, 32, 48)  # at 1/2, 1/4 and 1/8: those of the date locator, whose first layers it begins with
DILATIONS = (1, 2, 3)
SAYS_NOTHING, NOTHING_AT_FIRST = 0, 3.0  # the class of most places; its logit before training
CLASSES = 1 + len(KINDS)


class WordFinder(nn.Module):
    """Takes pictures [N, 3, H, W] (BGR, -1..1, H and W multiples of 8). Gives logits [N, CLASSES, H/8, W/8]."""

    def __init__(self):
        super().__init__()
        c1, c2, c3 = CHANNELS
        self.stem = ConvNorm(3, c1, stride=2)
        self.down2, self.stage2 = ConvNorm(c1, c2, stride=2), ConvNorm(c2, c2)
        self.down3 = ConvNorm(c2, c3, stride=2)
        self.stage3 = nn.Sequential(*(Residual(c3, dilation=dilation) for dilation in DILATIONS))
        self.head = nn.Conv2d(c3, CLASSES, 1)
        nn.init.zeros_(self.head.bias)
        nn.init.constant_(self.head.bias[SAYS_NOTHING], NOTHING_AT_FIRST)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = F.relu(self.stage2(F.relu(self.down2(x))))
        return self.head(self.stage3(F.relu(self.down3(x))))


class WordMaps(nn.Module):
    """A word finder whose outputs are the service's maps: probabilities [N, CLASSES, H/8, W/8]."""

    def __init__(self, finder: WordFinder):
        super().__init__()
        self.finder = finder

    def forward(self, x):
        return self.finder(x).softmax(1)
