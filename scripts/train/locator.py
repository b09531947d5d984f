"""
The locator: a small fully convolutional network that finds bank cards, their number lines and their expiry dates in one pass.

An encoder halves the picture five times, dilated residual convolutions at 1/32 see all of it, and a decoder adds the finer stages back up to 1/4 (to 1/16 only, for the turn).
Each pixel there says whether it is of a card, of a number line, of an expiry date, of a signature strip or security code; where its card lies; which way its text
runs; and where the line that it is of lies.

Where things lie is said without telling their beginning from their end (doubled angles): a network that does not know yet which way a card is read would else
say the mean of both, which is a point. The way text runs is a field of its own.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

SIDE = 320  # px: what it is trained on; any multiple of 32 goes
STRIDE = 4
PADDING = 128  # grey, where a picture does not fill the network's input
MASKS = ("card", "number", "expiry", "secret")
# Maps, as the service gets them.
# Of the outline, in CARD_UNIT px: where its diagonals cross, x and y from the pixel's centre; half of the diagonal between the corners from which,
# clockwise, a long side goes on, and half of the other one, each with its angle doubled
CARD = slice(4, 10)
DIRECTION = slice(10, 12)  # of the card's text: cosine and sine
LINE = slice(12, 17)  # in LINE_UNIT px: its middle, x and y from the pixel's centre, and half of it with its angle doubled; in HEIGHT_UNIT px: its height
MAPS = 17
CARD_UNIT, LINE_UNIT, HEIGHT_UNIT = 80.0, 40.0, 10.0
# The network's own outputs: a direction is one of TURNS, or between two of them, so that not knowing it is not a direction, too
OWN_LINE, OWN_TURNS = slice(10, 15), slice(15, 23)
TURNS = 8

CHANNELS = (16, 32, 64, 96, 104)  # at 1/2 .. 1/32
DILATIONS = (1, 2)
TURN_CHANNELS = 40


class ConvNorm(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=3, stride=1, dilation=1):
        padding = kernel // 2 * dilation
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    def __init__(self, channels, dilation=1):
        super().__init__()
        self.first = ConvNorm(channels, channels, dilation=dilation)
        self.second = ConvNorm(channels, channels, dilation=dilation)

    def forward(self, x):
        return F.relu(x + self.second(F.relu(self.first(x))))


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
    """Pictures [N, 3, H, W] (BGR, -1..1, H and W multiples of 32) to [N, 23, H/4, W/4]: logits of MASKS, CARD, OWN_LINE, logits of OWN_TURNS."""

    def __init__(self):
        super().__init__()
        c1, c2, c3, c4, c5 = CHANNELS
        self.stem = ConvNorm(3, c1, stride=2)
        self.down2, self.stage2 = ConvNorm(c1, c2, stride=2), ConvNorm(c2, c2)
        self.down3, self.stage3 = ConvNorm(c2, c3, stride=2), Residual(c3)
        self.down4, self.stage4 = ConvNorm(c3, c4, stride=2), Residual(c4)
        self.down5 = ConvNorm(c4, c5, stride=2)
        self.stage5 = nn.Sequential(*(Residual(c5, dilation) for dilation in DILATIONS))
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


def turn_vectors() -> torch.Tensor:
    """float32 [2, TURNS]"""
    angles = torch.arange(TURNS) * (2 * torch.pi / TURNS)
    return torch.stack((angles.cos(), angles.sin()))


def turn_shares(direction: torch.Tensor) -> torch.Tensor:
    """Directions [N, 2, H, W] as shares of the two turns that each lies between, [N, TURNS, H, W]."""
    at = torch.atan2(direction[:, 1], direction[:, 0]) / (2 * torch.pi / TURNS) % TURNS
    apart = (at[:, None] - torch.arange(TURNS, device=at.device)[:, None, None]).abs()
    return (1 - torch.minimum(apart, TURNS - apart)).clamp(min=0)


class Maps(nn.Module):
    """A locator's outputs as maps [N, MAPS, H/4, W/4]: masks as probabilities, CARD, DIRECTION (the shorter, the less it is known) and LINE."""

    def __init__(self, locator):
        super().__init__()
        self.locator = locator
        self.register_buffer("vectors", turn_vectors()[:, :, None, None])

    def forward(self, x):
        outputs = self.locator(x)
        direction = F.conv2d(outputs[:, OWN_TURNS].softmax(1), self.vectors)
        return torch.cat((outputs[:, : len(MASKS)].sigmoid(), outputs[:, CARD], direction, outputs[:, OWN_LINE]), 1)
