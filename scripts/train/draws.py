"""What generators of pictures draw by chance."""

import numpy as np


def one_of[T](weighted: tuple[tuple[T, float], ...], rng: np.random.Generator) -> T:
    """One of some values, each as frequent as its weight says."""
    return weighted[rng.choice(len(weighted), p=[weight for _, weight in weighted])][0]


def mirrored(image: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """An image or its mirror image. share: how often the latter"""
    return image[:, ::-1].copy() if rng.random() < share else image


def log_uniform(limits: tuple[float, float], rng: np.random.Generator) -> float:
    """A size of which each doubling is as likely as the next."""
    return float(np.exp(rng.uniform(*np.log(limits))))
