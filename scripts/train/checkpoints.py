"""Loads a network from a training run's checkpoint."""

from pathlib import Path

import torch
from locator import DateLocator, Locator
from second_reader import SecondReader, load_second_reader
from student import Student
from word_finder import WordFinder

# the networks that are trained from random weights
OWN = {"student": Student, "locator": Locator, "date-locator": DateLocator, "word-finder": WordFinder}


def trained(checkpoint: Path, mix: float = 1, best: bool = False) -> Student | Locator | WordFinder | SecondReader:
    """
    The network of a checkpoint, with the moving average of its weights.

    Args:
        mix: for a second reader only: 0 gives PP-OCRv4's weights, wherever the run started from, 1 the tuned ones,
            values between interpolate.
            0.6 reads real cards better than either end: tuning learns relief, and the original knows what photographs
            look like.
        best: the weights that did best on the held-out pictures during training, instead of the last ones
    """
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    tuned = state["best"]["ema"] if best else state["ema"]
    if state["network"] in OWN:
        network = OWN[state["network"]]()
        network.load_state_dict(tuned)
        return network.eval()
    network = load_second_reader().eval()
    start = network.state_dict()
    network.load_state_dict({name: torch.lerp(start[name], tuned[name], mix) for name in start})
    return network
