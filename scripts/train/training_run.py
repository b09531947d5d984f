"""A training run: AdamW, a learning rate that falls to zero, averaged weights, a checkpoint every minute."""

import argparse
import copy
import itertools
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

# Generators of pictures need the cores, too. By default, torch's threads spin while they wait for each other.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
from layers import settle
from shipped import restore

WARM_UP_STEPS = 100
MAX_GRADIENT_NORM = 3.0
EMA_DECAY = 0.998
REPORT_EVERY_S = 20
SAVE_EVERY_S = 60
GLANCE_EVERY_S = 300  # it is measured on held-out pictures
MEASURED_BATCHES = 16  # from which a network of `--start` gets its norms' statistics


Load = Callable[[torch.nn.Module, Path, Iterable[torch.Tensor]], None]  # as `restore`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--minutes", type=float, default=60, help="of the run; the learning rate falls to zero over it")
    parser.add_argument("--steps", type=int, default=sys.maxsize, help="after which it ends, if minutes are left")
    parser.add_argument("--resume", action="store_true", help="continue from the checkpoint in --out, if there is one")
    parser.add_argument("--start", type=Path, help="a network to start from, of models/ or of another export; default: the network's own beginning")
    settled = "keep the norms' statistics, of an own network that was trained before: see ConvNorm"
    parser.add_argument("--settled", action="store_true", help=settled)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--generators", type=int, default=1, help="processes that make pictures")
    precisions = ("bf16", "fp32")
    parser.add_argument(
        "--precision", choices=precisions, default=fast_precision(), help="of the forward pass; weights are fp32"
    )
    parser.add_argument("--lr", type=float, help="its highest; default: the network's own")
    parser.add_argument("--batch", type=int, help="pictures in a step; default: the network's own")


def fast_precision() -> str:
    """bf16, unless this is a processor that does not know it: there a step takes ten times as long in it."""
    # torch has no other word for it
    return "bf16" if torch.cuda.is_available() or torch.ops.mkldnn._is_mkldnn_bf16_supported() else "fp32"


class TrainingRun:
    """One network, its optimiser, its averaged weights, and how far it has come."""

    def __init__(self, args: argparse.Namespace, network: str, model: torch.nn.Module, lr: float, weight_decay: float):
        self.args, self.network, self.lr = args, network, lr
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.set_num_threads(args.threads)
        self.model = model.to(self.device, memory_format=torch.channels_last).train()
        self.ema = copied(self.model.state_dict())
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr, betas=(0.9, 0.98), weight_decay=weight_decay)
        self.best = {"score": -math.inf, "ema": {}}
        self.step, self.elapsed = 0, 0.0
        self.is_tuning = args.start is not None  # of weights that were trained before
        self.checkpoint: Path = args.out / "checkpoint.pt"
        if args.resume and self.checkpoint.exists():
            self.resume(torch.load(self.checkpoint, map_location=self.device, weights_only=True))
        # a resumed run gets pictures that it has not seen
        self.data_seed = int(np.random.SeedSequence((args.seed, self.step)).generate_state(1)[0])

    def begin(self, inputs: Iterator[torch.Tensor], load: Load = restore, default: Path | None = None) -> None:
        """
        Load the network of `--start`, if this run is new, and settle it, if `--settled` says so.

        Args:
            inputs: batches to train on, float [N, 3, H, W]
            load: how
            default: what to load without `--start`; None: nothing, the weights are random
        """
        start = self.args.start or default
        if start is not None and self.step == 0:
            load(self.model.cpu(), start, itertools.islice(inputs, MEASURED_BATCHES))
            self.model.to(self.device).train()
            self.ema = copied(self.model.state_dict())
        if self.args.settled:
            if not (self.is_tuning or self.step > 0):
                raise SystemExit("--settled needs a network that was trained before: --start or --resume")
            settle(self.model)

    def averaged(self) -> torch.nn.Module:
        """A copy of the network with its averaged weights, not to be trained."""
        network = copy.deepcopy(self.model).eval()
        network.load_state_dict(self.ema)
        return network

    def resume(self, state: dict) -> None:
        if state["network"] != self.network:
            raise SystemExit(f"{self.checkpoint} is of a {state['network']}")
        self.model.load_state_dict(state["model"])
        self.ema = state["ema"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.best, self.step, self.elapsed = state["best"], state["step"], state["elapsed"]
        self.is_tuning = state["is_tuning"]
        torch.set_rng_state(state["rng"].cpu())
        print(f"resumed at step {self.step}, minute {self.elapsed / 60:.1f}", flush=True)

    def save(self) -> None:
        self.args.out.mkdir(parents=True, exist_ok=True)
        state = {
            "network": self.network,
            "model": self.model.state_dict(),
            "ema": self.ema,
            "optimiser": self.optimiser.state_dict(),
            "best": self.best,
            "step": self.step,
            "elapsed": self.elapsed,
            "is_tuning": self.is_tuning,
            "rng": torch.get_rng_state(),
        }
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)

    def loop(
        self,
        batches: Iterator,
        loss_of: Callable[..., torch.Tensor],
        score_of: Callable[[torch.nn.Module], float],
        measure: str,
    ) -> None:
        """
        Train until the run's minutes or steps are over.

        Args:
            loss_of: takes the model, a batch and the step
            score_of: takes the network with averaged weights; measures it on held-out pictures, higher is better
            measure: the score's name in the log
        """
        named = self.model.state_dict().items()
        averaged = [(self.ema[name], tensor) for name, tensor in named if tensor.is_floating_point()]
        ema_tensors, tensors = map(list, zip(*averaged))

        def glance() -> float:
            score = score_of(self.averaged())
            if score >= self.best["score"]:
                self.best.update(score=score, ema=copied(self.ema))
            return score

        limit = self.args.minutes * 60
        started = time.monotonic() - self.elapsed
        reported = saved = glanced = self.elapsed
        losses, seen = [], 0
        setting = f"{self.device}, {self.args.precision}, {self.args.threads} threads"
        print(f"{setting}; {measure} at the start: {glance():.3f}", flush=True)
        while self.elapsed < limit and self.step < self.args.steps:
            warm_up = min(1, (self.step + 1) / WARM_UP_STEPS)
            lr = self.lr * warm_up * 0.5 * (1 + math.cos(math.pi * self.elapsed / limit))
            for group in self.optimiser.param_groups:
                group["lr"] = lr

            batch = next(batches)
            loss = loss_of(self.model, batch, self.step)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT_NORM)
            self.optimiser.step()
            self.step += 1
            with torch.no_grad():
                torch._foreach_lerp_(ema_tensors, tensors, 1 - min(EMA_DECAY, self.step / (self.step + 10)))

            losses.append(loss.item())
            seen += len(batch[0])
            self.elapsed = time.monotonic() - started
            if self.elapsed - reported > REPORT_EVERY_S:
                speed, mean = seen / (self.elapsed - reported), sum(losses) / len(losses)
                state = f"{speed:6.1f} pictures/s  loss {mean:.4f}  lr {lr:.2e}"
                print(f"{self.elapsed / 60:6.1f} min  step {self.step:6d}  {state}", flush=True)
                reported, losses, seen = self.elapsed, [], 0
            if self.elapsed - saved > SAVE_EVERY_S:
                self.save()
                saved = self.elapsed
            if self.elapsed - glanced > GLANCE_EVERY_S:
                print(f"{self.elapsed / 60:6.1f} min  {measure} {glance():.3f}", flush=True)
                glanced = self.elapsed
        score = glance()
        self.save()
        print(f"{self.elapsed / 60:6.1f} min  step {self.step}  {measure} {score:.3f}; {self.checkpoint}", flush=True)


def copied(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in weights.items()}
