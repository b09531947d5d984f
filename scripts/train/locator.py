"""
The locator: a small fully convolutional network that finds bank cards, their number lines and their expiry dates in one
pass.

An encoder halves the picture five times, dilated residual convolutions at 1/32 see all of it, and a decoder adds the
finer stages back up to 1/4 (the direction of text is predicted at 1/16). Each pixel of the output says whether it
belongs to a card, a number line, an expiry date, or a signature strip or security code; where its card lies; in which
direction the text runs; and where its line lies.

Places are given with doubled angles, which are the same for a line and for that line turned by 180 degrees. Otherwise a
network that does not know yet which way up a card is would predict the mean of both, which is a point. The direction of
the text is a separate output.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from layers import ConvNorm, Residual

SIDE = 320  # px: height and width of the pictures in training; any multiple of 32 works
STRIDE = 4
PADDING = 128  # the grey that fills the network's input beside a picture
MASKS = ("card", "number", "expiry", "secret")
# The channels of the maps that the service gets.
# A card's outline, in CARD_UNIT px: where its diagonals cross, x and y from the pixel's centre; then half of each
# diagonal with its angle doubled. The first diagonal joins the corners at which, clockwise, a long side begins.
CARD = slice(4, 10)
DIRECTION = slice(10, 12)  # of the card's text: cosine and sine
# A line, in LINE_UNIT px: its middle, x and y from the pixel's centre, and half of its length with its angle doubled;
# in HEIGHT_UNIT px: its height.
LINE = slice(12, 17)
MAPS = 17
CARD_UNIT, LINE_UNIT, HEIGHT_UNIT = 80.0, 40.0, 10.0
# In the network's raw outputs, a direction is a distribution over TURNS: so a network can say that it does not know.
OWN_LINE, OWN_TURNS = slice(10, 15), slice(15, 23)
TURNS = 8

CHANNELS = (16, 32, 64, 96, 104)  # at 1/2 .. 1/32
DATE_CHANNELS = (16, 32, 48, 64, 64)  # of the date locator
DILATIONS = (1, 2)
TURN_CHANNELS = 40
MAX_LOGIT = 40.0  # of a turn: the exponential of a larger one might not be finite


class Up(nn.Module):
    """Adds a coarser stage to a finer one."""

    def __init__(self, coarse, fine):
        super().__init__()
        self.bring = ConvNorm(coarse, fine, 1)
        self.join = ConvNorm(fine, fine)

    def forward(self, coarse, fine):
        up = F.interpolate(self.bring(coarse), scale_factor=2, mode="bilinear", align_corners=False)
        return F.relu(self.join(F.relu(fine + up)))


class Locator(nn.Module):
    """
    Takes pictures [N, 3, H, W] (BGR, -1..1, H and W multiples of 32). Gives [N, 23, H/4, W/4]: logits of MASKS, CARD,
    OWN_LINE, logits of OWN_TURNS.
    """

    def __init__(self, channels: tuple[int, ...] = CHANNELS):
        super().__init__()
        c1, c2, c3, c4, c5 = channels
        self.stem = ConvNorm(3, c1, stride=2)
        self.down2, self.stage2 = ConvNorm(c1, c2, stride=2), ConvNorm(c2, c2)
        self.down3, self.stage3 = ConvNorm(c2, c3, stride=2), Residual(c3)
        self.down4, self.stage4 = ConvNorm(c3, c4, stride=2), Residual(c4)
        self.down5 = ConvNorm(c4, c5, stride=2)
        self.stage5 = nn.Sequential(*(Residual(c5, dilation=dilation) for dilation in DILATIONS))
        self.up4, self.up3, self.up2 = Up(c5, c4), Up(c4, c3), Up(c3, c2)
        self.head = nn.Conv2d(c2, OWN_TURNS.start, 1)
        nn.init.constant_(self.head.bias[: len(MASKS)], -2.0)
        self.turns = nn.Sequential(ConvNorm(c4, TURN_CHANNELS), nn.ReLU(), nn.Conv2d(TURN_CHANNELS, TURNS, 1))

    def forward(self, x):
        x = F.relu(self.stem(x))
        fine = F.relu(self.stage2(F.relu(self.down2(x))))  # 1/4
        middle = self.stage3(F.relu(self.down3(fine)))  # 1/8
        coarse = self.stage4(F.relu(self.down4(middle)))  # 1/16
        x = self.stage5(F.relu(self.down5(coarse)))  # 1/32
        x = self.up4(x, coarse)
        turns = F.interpolate(self.turns(x), scale_factor=4, mode="bilinear", align_corners=False)
        return torch.cat((self.head(self.up2(self.up3(x, middle), fine)), turns), 1)


class DateLocator(Locator):
    """A smaller one, which sees what is around a card's number (surroundings.py) and nothing else."""

    def __init__(self):
        super().__init__(DATE_CHANNELS)


def turn_vectors() -> torch.Tensor:
    """float32 [2, TURNS]"""
    angles = torch.arange(TURNS) * (2 * torch.pi / TURNS)
    return torch.stack((angles.cos(), angles.sin()))


def turn_shares(direction: torch.Tensor) -> torch.Tensor:
    """Directions [N, 2, H, W] as a distribution over turns, [N, TURNS, H, W]: each between its two nearest turns."""
    at = torch.atan2(direction[:, 1], direction[:, 0]) / (2 * torch.pi / TURNS) % TURNS
    apart = (at[:, None] - torch.arange(TURNS, device=at.device)[:, None, None]).abs()
    return (1 - torch.minimum(apart, TURNS - apart)).clamp(min=0)


class Maps(nn.Module):
    """
    A locator whose outputs are the service's maps [N, MAPS, H/4, W/4]: probabilities of MASKS, CARD, DIRECTION (the
    less certain, the shorter) and LINE.
    """

    def __init__(self, locator):
        super().__init__()
        self.locator = locator
        self.register_buffer("sums", torch.cat((turn_vectors(), torch.ones(1, TURNS)))[:, :, None, None])

    def forward(self, x):
        outputs = self.locator(x)
        # The mean of the vectors, weighted by a softmax. It is written as two sums, because onnxruntime's own softmax
        # across channels takes a twelfth of the network's time.
        sums = F.conv2d(outputs[:, OWN_TURNS].clamp(-MAX_LOGIT, MAX_LOGIT).exp(), self.sums)
        direction = sums[:, :2] / sums[:, 2:]
        return torch.cat((outputs[:, : len(MASKS)].sigmoid(), outputs[:, CARD], direction, outputs[:, OWN_LINE]), 1)
