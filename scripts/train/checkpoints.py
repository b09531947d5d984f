"""A tuned teacher out of a training run's checkpoint."""

from pathlib import Path

import torch
from teacher import Teacher, load_teacher


def mixed_teacher(checkpoint: Path | None, mix: float) -> Teacher:
    """
    The teacher with weights between the original's and the tuned ones' moving average: start + mix * (tuned - start).

    Half way reads real cards better than either end: tuning learns relief, and the original knows what photographs look like.

    mix: 0 the original (then no checkpoint is needed) .. 1 the tuned one
    """
    teacher = load_teacher().eval()
    if mix == 0:
        return teacher
    tuned = torch.load(checkpoint, map_location="cpu", weights_only=True)["ema"]
    start = teacher.state_dict()
    teacher.load_state_dict({name: torch.lerp(start[name], tuned[name], mix) for name in start})
    return teacher
