"""Turns strips into a network's input: floats, in batches of similar width, made by worker processes."""

import os
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from clear_strips import ClearStrips
from strips import STRIP_HEIGHT, Strips
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

Batch = tuple[torch.Tensor, list[str], list[tuple[float, ...]]]  # strips, float [N, 3, 48, W] in -1..1; texts; centres, px

WIDTH_STEP = 8  # px; both networks' time steps divide it
POOL = 16  # so many batches of strips are sorted by width together, so that each batch needs little padding


class AGAIN:
    """Batches that are shown again, each strip in another light."""

    kept, least = 900, 40  # batches at hand, of which any is shown (4 MB each); so many before the first
    gain, tint = 0.18, 0.05  # of all channels, of each: standard deviation of the factor's logarithm
    offset, of_channel, noise = 14, 5, 3  # grey levels, standard deviations


def to_tensor(images):
    """
    Strips, uint8 [48, W, 3] (BGR) each, as one float tensor [N, 3, 48, W'] in -1..1.

    W' is the largest width, rounded up to a multiple of WIDTH_STEP; narrower strips are padded with zeros on the right.
    """
    width = -(-max(image.shape[1] for image in images) // WIDTH_STEP) * WIDTH_STEP
    batch = np.zeros((len(images), STRIP_HEIGHT, width, 3), np.float32)
    for strip, image in zip(batch, images):
        strip[:, : image.shape[1]] = image / np.float32(127.5) - 1
    return torch.from_numpy(batch).permute(0, 3, 1, 2)  # channels last, as the convolutions like it


class Batches(IterableDataset):
    """
    Endless batches: (strips [N, 3, 48, W], their texts, their characters' centres in px).

    The seed and the worker's number determine them. clear_share: of the strips, how many are out of clear_strips.py
    """

    def __init__(self, seed, batch_size, clear_share=0.0, **of_strips):
        self.seed = seed
        self.batch_size = batch_size
        self.clear_share = clear_share
        self.of_strips = of_strips

    def __iter__(self):
        worker = get_worker_info()
        if worker:
            os.nice(10)  # the training process goes first; enough batches are waiting for it
        number = worker.id if worker else 0
        strips, clear = Strips(self.seed, worker=number, **self.of_strips), ClearStrips(self.seed, worker=number)
        order = np.random.default_rng((self.seed, number))
        any_strip = lambda: clear() if order.random() < self.clear_share else strips()
        while True:
            pool = sorted((any_strip() for _ in range(POOL * self.batch_size)), key=lambda strip: strip.image.shape[1])
            for i in order.permutation(POOL):
                batch = pool[i * self.batch_size : (i + 1) * self.batch_size]
                yield to_tensor([s.image for s in batch]), [s.text for s in batch], [s.centres for s in batch]


def loader(seed, batch_size, workers, **of_strips):
    """of_strips: arguments of `Batches` and of `Strips`"""
    batches = Batches(seed, batch_size, **of_strips)
    pin_memory = torch.cuda.is_available()
    ahead = 2 * POOL if workers else None  # torch takes none where there is no other process
    return DataLoader(batches, batch_size=None, num_workers=workers, prefetch_factor=ahead, pin_memory=pin_memory)


def shown_again(batches: Iterable[Batch], times: int, seed: int) -> Iterator[Batch]:
    """Batches, and after each of them some of those before it in another light: making strips takes longer than to learn from them."""
    if times == 0:
        yield from batches
        return
    rng, kept = np.random.default_rng(seed), []
    for strips, *labels in batches:
        yield strips, *labels
        batch = (as_grey_levels(strips), *labels)
        if len(kept) < AGAIN.kept:
            kept.append(batch)
        else:
            kept[rng.integers(AGAIN.kept)] = batch
        if len(kept) < AGAIN.least:
            continue
        for _ in range(times):
            strips, *labels = kept[rng.integers(len(kept))]
            yield in_other_light(strips, rng), *labels


def as_grey_levels(strips: torch.Tensor) -> torch.Tensor:
    """uint8; 0, with which strips are padded, becomes 128"""
    return ((strips + 1) * 127.5).round().to(torch.uint8).contiguous(memory_format=torch.channels_last)


def in_other_light(strips: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """uint8 [N, 3, 48, W] as float in -1..1, each strip brighter or darker, tinted, and noisy; what they are padded with stays as it is"""
    normal = lambda sigma, *shape: torch.from_numpy(rng.normal(0, sigma, (len(strips), *shape)).astype(np.float32))
    light = (normal(AGAIN.gain, 1, 1, 1) + normal(AGAIN.tint, 3, 1, 1)).exp()
    added = normal(AGAIN.offset, 1, 1, 1) + normal(AGAIN.of_channel, 3, 1, 1)
    grey = strips.float()
    noise = torch.randn_like(grey) * normal(AGAIN.noise, 1, 1, 1)
    lit = (grey * light + added + noise).clamp(0, 255) / 127.5 - 1
    is_padding = (strips == 128).all((1, 2), keepdim=True)  # columns
    return torch.where(is_padding, 0.0, lit)
