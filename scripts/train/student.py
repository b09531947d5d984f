"""
The student: a small convolutional network that reads strips of digits, trained from random weights. It takes about a
tenth of the time of PP-OCRv4's recogniser.

Residual convolutions halve the strip's height four times and its width twice, two blocks where most pixels are left, for
what is printed behind a number. The remaining height becomes channels.
Then dilated residual convolutions along the strip let each time step see about ten digits, since a line's other digits
show whether it is upside down.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from ctc import CLASSES
from layers import ConvNorm, Residual

STRIDE = 4  # px per time step
CHANNELS = (16, 32, 64, 96)  # of the stem and the stages
ALONG_CHANNELS = 128
DILATIONS = (1, 2, 4)


def two_blocks(channels):
    return nn.Sequential(*(Residual(channels, (3, 3)) for _ in range(2)))


class Student(nn.Module):
    """
    Takes strips [N, 3, 48, W] (BGR, -1..1, W a multiple of 4). Gives logits [N, W/4, 13]: of the 12 classes, and of
    being a number or a date at all.
    """

    def __init__(self):
        super().__init__()
        c0, c1, c2, c3 = CHANNELS
        self.stem = ConvNorm(3, c0, (3, 3), (2, 2))
        self.down1, self.stage1 = ConvNorm(c0, c1, (3, 3), (2, 2)), two_blocks(c1)
        self.down2, self.stage2 = ConvNorm(c1, c2, (3, 3), (2, 1)), two_blocks(c2)
        self.down3, self.stage3 = ConvNorm(c2, c3, (3, 3), (2, 1)), Residual(c3, (3, 3))
        self.flatten = ConvNorm(c3, ALONG_CHANNELS, (3, 1), padding=(0, 0))
        self.along = nn.Sequential(*(Residual(ALONG_CHANNELS, (1, 5), dilation) for dilation in DILATIONS))
        self.head = nn.Conv2d(ALONG_CHANNELS, CLASSES + 1, 1)

    def forward(self, x):
        x = F.relu(self.stem(x))  # [N, 16, 24, W/2]
        x = self.stage1(F.relu(self.down1(x)))  # [N, 32, 12, W/4]
        x = self.stage2(F.relu(self.down2(x)))  # [N, 64, 6, W/4]
        x = self.stage3(F.relu(self.down3(x)))  # [N, 96, 3, W/4]
        x = self.along(F.relu(self.flatten(x)))  # [N, 128, 1, W/4]
        return self.head(x).squeeze(2).transpose(1, 2)  # [N, W/4, 13]


class Probabilities(nn.Module):
    """A student whose outputs are probabilities: those of the 12 classes sum to 1, the last is one of its own."""

    def __init__(self, student):
        super().__init__()
        self.student = student

    def forward(self, x):
        logits = self.student(x)
        return torch.cat((logits[..., :CLASSES].softmax(-1), logits[..., CLASSES:].sigmoid()), -1)
