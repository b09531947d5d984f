"""Loads a network from a training run's checkpoint."""

from pathlib import Path

import torch
from locator import Locator
from student import Student
from teacher import Teacher, load_teacher

OWN = {"student": Student, "locator": Locator}  # the networks that are trained from random weights


def trained(checkpoint: Path, mix: float = 1, best: bool = False) -> Student | Locator | Teacher:
    """
    The network of a checkpoint, with the moving average of its weights.

    Args:
        mix: for a teacher only: 0 gives the original's weights, 1 the tuned ones, values between interpolate. 0.5 reads
            real cards better than either end: tuning learns relief, and the original knows what photographs look like.
        best: the weights that did best on the held-out pictures during training, instead of the last ones
    """
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    tuned = state["best"]["ema"] if best else state["ema"]
    if state["network"] in OWN:
        network = OWN[state["network"]]()
        network.load_state_dict(tuned)
        return network.eval()
    teacher = load_teacher().eval()
    start = teacher.state_dict()
    teacher.load_state_dict({name: torch.lerp(start[name], tuned[name], mix) for name in start})
    return teacher
