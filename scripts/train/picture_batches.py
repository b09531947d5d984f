"""Batches of pictures that are made while a network learns from them."""

import os
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

Batch = tuple[torch.Tensor, ...]
AHEAD = 8  # batches that each generator has ready


class PictureBatches(IterableDataset):
    """Endless batches of pictures in any order. The seed and the worker's number determine them."""

    def __init__(
        self,
        begin: Callable[[int, int], Callable[[], list]],
        batch_of: Callable[[list], Batch],
        seed: int,
        batch_size: int,
        pool: int,
        size_of: Callable[[object], int],
    ):
        """
        begin: takes the seed and the worker's number; returns what makes some pictures, which are alike, at each call
        pool: pictures for so many batches are at hand
        size_of: takes a picture; a batch is of pictures of about one size
        """
        self.begin, self.batch_of, self.size_of = begin, batch_of, size_of
        self.seed, self.batch_size, self.pool = seed, batch_size, pool

    def __iter__(self) -> Iterator[Batch]:
        info = get_worker_info()
        if info:
            os.nice(10)  # the training process goes first; enough batches are waiting for it
        worker = info.id if info else 0
        some_pictures = self.begin(self.seed, worker)
        order = np.random.default_rng((self.seed, worker))
        ready = []
        while True:
            while len(ready) < self.pool * self.batch_size:
                ready += some_pictures()
            order.shuffle(ready)
            ready.sort(key=self.size_of)
            first = int(order.integers(len(ready) - self.batch_size + 1))
            some = ready[first : first + self.batch_size]
            del ready[first : first + self.batch_size]
            yield self.batch_of(some)

    def loaded(self, generators: int) -> Iterator[Batch]:
        """Them, made by so many other processes; 0: by this one."""
        return iter(DataLoader(self, batch_size=None, num_workers=generators, prefetch_factor=AHEAD if generators else None))
