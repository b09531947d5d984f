"""Networks out of a training run's checkpoint."""

from pathlib import Path

import torch
from locator import Locator
from student import Student
from teacher import Teacher, load_teacher

OWN = {"student": Student, "locator": Locator}  # the networks that are trained from nothing

def trained(checkpoint: Path, mix: float = 1, best: bool = False) -> Student | Locator | Teacher:
    """
    The network of a checkpoint with its weights' moving average.

    best: as it was when it did best on the held-out pictures that training glances at, instead of the last

    mix: of a teacher: weights between the original's and the tuned ones, start + mix * (tuned - start). Half way reads real cards better
    than either end: tuning learns relief, and the original knows what photographs look like.
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
