"""Strips on their way into a network: as floats, in batches of like width, made by a process of their own."""

import os

import numpy as np
import torch
from strips import STRIP_HEIGHT, Strips
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

WIDTH_STEP = 8  # px; both networks' time steps divide it
POOL = 16  # batches' worth of strips that are sorted by width before they are cut into batches


def to_tensor(images):
    """uint8 [48, W, 3] (BGR) each, to float [N, 3, 48, W'] in -1..1: W' the widest, up to a whole WIDTH_STEP; zeros to the right."""
    width = -(-max(image.shape[1] for image in images) // WIDTH_STEP) * WIDTH_STEP
    batch = np.zeros((len(images), STRIP_HEIGHT, width, 3), np.float32)
    for strip, image in zip(batch, images):
        strip[:, : image.shape[1]] = image / np.float32(127.5) - 1
    return torch.from_numpy(batch).permute(0, 3, 1, 2)  # channels last, as the convolutions like it


class Batches(IterableDataset):
    """Without end: (strips [N, 3, 48, W], their texts, their characters' centres in px), fixed by the seeds and the worker's number."""

    def __init__(self, seed, batch_size, **of_strips):
        self.seed = seed
        self.batch_size = batch_size
        self.of_strips = of_strips

    def __iter__(self):
        worker = get_worker_info()
        if worker:
            os.nice(10)  # the trainer first: batches lie ready
        strips = Strips(self.seed, worker=worker.id if worker else 0, **self.of_strips)
        order = np.random.default_rng((self.seed, worker.id if worker else 0))
        while True:
            pool = sorted((strips() for _ in range(POOL * self.batch_size)), key=lambda strip: strip.image.shape[1])
            for i in order.permutation(POOL):
                batch = pool[i * self.batch_size : (i + 1) * self.batch_size]
                yield to_tensor([s.image for s in batch]), [s.text for s in batch], [s.centres for s in batch]


def loader(seed, batch_size, workers, **of_strips):
    """of_strips: arguments of `Strips`"""
    batches = Batches(seed, batch_size, **of_strips)
    return DataLoader(batches, batch_size=None, num_workers=workers, prefetch_factor=2 * POOL, pin_memory=torch.cuda.is_available())
