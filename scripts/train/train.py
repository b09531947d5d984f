"""
Trains the student from random weights, or tunes the second reader (PP-OCRv4's recogniser with a head of 12 classes), on
strips that the project makes: CTC loss, all weights, AdamW.

    python3 scripts/train/train.py student --out ../student --minutes 60    # checkpoint.pt there every minute
    python3 scripts/train/train.py student --out ../student --minutes 60 --resume    # continues from that checkpoint
    python3 scripts/train/evaluate.py ../student/checkpoint.pt    # measures how well it reads

With `--start models/digits.onnx --lr 6e-4` a new run starts from the shipped weights (8-bit ones, as floats) instead; the
second reader's from what export_onnx.py wrote, before integers.py.

On two cores with AVX-512 BF16 and the generator beside it, the student sees about 260 strips/s, the second reader 13.
If there is a GPU, training runs on it.
"""

import argparse
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import torch
from batches import loader, to_tensor
from ctc import blank_loss, ctc_loss, greedy_decode, number_loss, place_loss
from second_reader import load_exported, load_second_reader
from shipped import restore
from strips import Strips
from student import Student
from training_run import Load, TrainingRun, add_arguments

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("network", choices=("student", "second"))
add_arguments(parser)
parser.add_argument("--glance-strips", type=int, default=200, help="held-out strips that are read from time to time")


@dataclass(frozen=True)
class Recipe:
    """How a network is trained."""

    new_network: Callable[[], torch.nn.Module]
    lr: float
    batch: int
    weight_decay: float
    placed_steps: int  # the first steps, in which `place_loss` helps, less with each
    tells_numbers: bool  # has an output for it, and so sees words and lines upside down, too
    load: Load = restore  # the network of `--start`


RECIPES = {
    "student": Recipe(Student, lr=1.5e-3, batch=64, weight_decay=1e-2, placed_steps=1000, tells_numbers=True),
    "second": Recipe(
        load_second_reader,
        lr=1e-4,
        batch=16,
        weight_decay=1e-4,
        placed_steps=0,
        tells_numbers=False,
        load=load_exported,
    ),
}
NUMBER_LOSS_SHARE, BLANK_LOSS_SHARE = 0.1, 0.1


def train(args):
    torch.manual_seed(args.seed)
    recipe = RECIPES[args.network]
    lr = recipe.lr if args.lr is None else args.lr
    run = TrainingRun(args, args.network, recipe.new_network(), lr, recipe.weight_decay)
    size = recipe.batch if args.batch is None else args.batch
    batches = iter(loader(run.data_seed, size, args.generators, digits_only=not recipe.tells_numbers))
    run.begin((strips for strips, *_ in batches), recipe.load)
    strips = Strips(args.seed, held_out=True, digits_only=True)
    held_out = sorted((strips() for _ in range(args.glance_strips)), key=lambda strip: strip.image.shape[1])

    def loss_of(model, batch, step):
        strips, texts, centres = batch  # [N, 3, 48, W]
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            logits = model(strips.to(run.device, non_blocking=True))  # [N, T, classes]
        loss = ctc_loss(logits, texts)
        if recipe.tells_numbers:
            loss = loss + NUMBER_LOSS_SHARE * number_loss(logits, texts) + BLANK_LOSS_SHARE * blank_loss(logits, texts)
        if step < recipe.placed_steps and not run.is_tuning:
            told = 1 - step / recipe.placed_steps
            loss = max(0.1, 1 - told) * loss + told * place_loss(logits, texts, centres, strips.shape[-1])
        return loss

    def score_of(reader):
        """The share of some held-out strips that is read exactly, in fp32. evaluate.py measures on more."""
        right = 0
        for some in itertools.batched(held_out, size):
            with torch.inference_mode():
                texts = greedy_decode(reader(to_tensor([strip.image for strip in some]).to(run.device)))
            right += sum(text == strip.text for text, strip in zip(texts, some))
        return right / len(held_out)

    run.loop(batches, loss_of, score_of, "held-out exact")


if __name__ == "__main__":
    train(parser.parse_args())
