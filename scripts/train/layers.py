"""The layers that the recogniser of digits, the locators and the word finder have in common."""

import torch
import torch.nn as nn
import torch.nn.functional as F

Size = int | tuple[int, int]  # down, and along a line


class ConvNorm(nn.Sequential):
    """
    A convolution that keeps the size, unless it strides, and its norm.

    Once it is settled, training leaves the norm's statistics as they are and computes both as one convolution: a step
    takes two thirds of the time.
    """

    is_settled = False

    def __init__(self, inputs, outputs, kernel: Size = 3, stride: Size = 1, dilation=1, padding: Size | None = None):
        """padding: default: as much as keeps the size"""
        down, along = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        padding = (down // 2 * dilation, along // 2 * dilation) if padding is None else padding
        convolution = nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False)
        super().__init__(convolution, nn.BatchNorm2d(outputs))

    def forward(self, x):
        if not (self.is_settled and self.training):
            return super().forward(x)
        convolution, norm = self
        scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
        weights, bias = convolution.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale
        return F.conv2d(x, weights, bias, convolution.stride, convolution.padding, convolution.dilation)


def settle(network: nn.Module) -> None:
    """Settle the norms of a network, of which there must be some."""
    own = [module for module in network.modules() if isinstance(module, ConvNorm)]
    if not own:
        raise SystemExit("--settled: this network has no such norms")
    for module in own:
        module.is_settled = True


class Residual(nn.Module):
    def __init__(self, channels, kernel: Size = 3, dilation=1):
        super().__init__()
        self.first = ConvNorm(channels, channels, kernel, dilation=dilation)
        self.second = ConvNorm(channels, channels, kernel, dilation=dilation)

    def forward(self, x):
        return F.relu(x + self.second(F.relu(self.first(x))))
