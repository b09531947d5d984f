"""
Train the student, or tune the teacher (PP-OCRv4's recogniser with a head of 12 classes), on strips the project makes: CTC, the whole net, AdamW.

    python3 scripts/train/train.py student --out ../student --minutes 60             # a run; its state goes to ../student/checkpoint.pt every minute
    python3 scripts/train/train.py student --out ../student --minutes 60 --resume    # go on where it stopped
    python3 scripts/train/evaluate.py ../student/checkpoint.pt                       # how well it reads

On two cores with AVX-512 BF16 and the generator beside it: student about 260 strips/s, teacher 13. One GPU, if there is one, is used.
"""

import argparse
import itertools
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# The generator wants a core now and then. Threads that spin while they wait for one another would then do little else: 2 strips/s instead of 13.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
from batches import loader, to_tensor
from ctc import ctc_loss, greedy_decode, number_loss, place_loss
from strips import Strips
from student import Student
from teacher import load_teacher

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("network", choices=("student", "teacher"))
parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
parser.add_argument("--minutes", type=float, default=60, help="of the whole run; the learning rate falls to zero over them")
parser.add_argument("--resume", action="store_true")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--lr", type=float, help="default: 1.5e-3 student, 1e-4 teacher")
parser.add_argument("--batch", type=int, help="default: 64 student, 16 teacher")
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--generators", type=int, default=1, help="processes that make strips")
parser.add_argument("--glance-strips", type=int, default=200, help="held-out strips that are read now and then")
parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16", help="of the forward pass; the weights are fp32")


@dataclass(frozen=True)
class Recipe:
    """What differs between the two networks' training."""

    new_network: Callable[[], torch.nn.Module]
    lr: float
    batch: int
    weight_decay: float
    placed_steps: int  # in which the network is told where the characters stand, less and less
    tells_numbers: bool  # has an output for that, and is shown words and lines on their head, too


RECIPES = {
    "student": Recipe(Student, lr=1.5e-3, batch=64, weight_decay=1e-2, placed_steps=1000, tells_numbers=True),
    "teacher": Recipe(load_teacher, lr=1e-4, batch=16, weight_decay=1e-4, placed_steps=0, tells_numbers=False),
}
WARM_UP_STEPS = 100
NUMBER_LOSS_SHARE = 0.1
MAX_GRADIENT_NORM = 3.0
EMA_DECAY = 0.998
REPORT_EVERY_S = 20
SAVE_EVERY_S = 60
GLANCE_EVERY_S = 300


def train(args):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    recipe = RECIPES[args.network]
    peak_lr = recipe.lr if args.lr is None else args.lr
    batch_size = recipe.batch if args.batch is None else args.batch

    # ---- state: what a checkpoint holds
    model = recipe.new_network().to(device, memory_format=torch.channels_last).train()
    ema = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    optimiser = torch.optim.AdamW(model.parameters(), peak_lr, betas=(0.9, 0.98), weight_decay=recipe.weight_decay)
    best = {"exact": -1.0, "ema": {}}
    step, elapsed = 0, 0.0
    checkpoint = args.out / "checkpoint.pt"
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        if state["network"] != args.network:
            parser.error(f"{checkpoint} is of a {state['network']}")
        model.load_state_dict(state["model"])
        ema = state["ema"]
        optimiser.load_state_dict(state["optimiser"])
        best, step, elapsed = state["best"], state["step"], state["elapsed"]
        torch.set_rng_state(state["rng"].cpu())
        print(f"resumed at step {step}, minute {elapsed / 60:.1f}", flush=True)

    def save():
        args.out.mkdir(parents=True, exist_ok=True)
        state = {"network": args.network, "model": model.state_dict(), "ema": ema, "optimiser": optimiser.state_dict(), "best": best}
        state |= {"step": step, "elapsed": elapsed, "rng": torch.get_rng_state(), "seed": args.seed}
        torch.save(state, checkpoint.with_suffix(".new"))
        checkpoint.with_suffix(".new").replace(checkpoint)

    # ---- data: a run that goes on draws strips that it has not seen
    data_seed = int(np.random.SeedSequence((args.seed, step)).generate_state(1)[0])
    batches = iter(loader(data_seed, batch_size, args.generators, digits_only=not recipe.tells_numbers))
    held_out = sorted(
        itertools.islice(iter(Strips(args.seed, held_out=True, digits_only=True), None), args.glance_strips), key=lambda strip: strip.image.shape[1]
    )

    def glance():
        """The averaged weights' exact rate on a few held-out strips, in fp32; evaluate.py measures properly."""
        reader = recipe.new_network().to(device).eval()
        reader.load_state_dict(ema)
        right = 0
        for i in range(0, len(held_out), batch_size):
            some = held_out[i : i + batch_size]
            with torch.inference_mode():
                texts = greedy_decode(reader(to_tensor([strip.image for strip in some]).to(device)))
            right += sum(text == strip.text for text, strip in zip(texts, some))
        exact = right / len(held_out)
        if exact >= best["exact"]:
            best.update(exact=exact, ema={name: tensor.clone() for name, tensor in ema.items()})
        return exact

    # ---- loop
    averaged = [(ema[name], tensor) for name, tensor in model.state_dict().items() if tensor.is_floating_point()]
    ema_tensors, tensors = map(list, zip(*averaged))
    started = time.monotonic() - elapsed
    reported = saved = glanced = elapsed
    losses, strips_seen = [], 0
    print(f"{device}, {args.precision}, {args.threads} threads; held-out exact at the start: {glance():.3f}", flush=True)
    while elapsed < args.minutes * 60:
        lr = peak_lr * min(1, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * elapsed / (args.minutes * 60)))
        for group in optimiser.param_groups:
            group["lr"] = lr

        strips, texts, centres = next(batches)  # [N, 3, 48, W]
        with torch.autocast(device, torch.bfloat16, enabled=args.precision == "bf16"):
            logits = model(strips.to(device, non_blocking=True))  # [N, T, classes]
        loss = ctc_loss(logits, texts)
        if recipe.tells_numbers:
            loss = loss + NUMBER_LOSS_SHARE * number_loss(logits, texts)
        if step < recipe.placed_steps:
            told = 1 - step / recipe.placed_steps
            loss = max(0.1, 1 - told) * loss + told * place_loss(logits, texts, centres, strips.shape[-1])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT_NORM)
        optimiser.step()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(ema_tensors, tensors, 1 - min(EMA_DECAY, step / (step + 10)))

        losses.append(loss.item())
        strips_seen += len(texts)
        elapsed = time.monotonic() - started
        if elapsed - reported > REPORT_EVERY_S:
            speed, mean = strips_seen / (elapsed - reported), sum(losses) / len(losses)
            print(f"{elapsed / 60:6.1f} min  step {step:6d}  {speed:6.1f} strips/s  loss {mean:.4f}  lr {lr:.2e}", flush=True)
            reported, losses, strips_seen = elapsed, [], 0
        if elapsed - saved > SAVE_EVERY_S:
            save()
            saved = elapsed
        if elapsed - glanced > GLANCE_EVERY_S:
            print(f"{elapsed / 60:6.1f} min  held-out exact {glance():.3f}", flush=True)
            glanced = elapsed
    exact = glance()
    save()
    print(f"{elapsed / 60:6.1f} min  step {step}  held-out exact {exact:.3f}; {checkpoint}", flush=True)


if __name__ == "__main__":
    train(parser.parse_args())
