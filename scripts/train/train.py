"""
Trains the student from random weights, or tunes the second reader (PP-OCRv4's recogniser with a head of 12 classes), on
strips that the project makes: CTC loss, all weights, AdamW.

    python3 scripts/train/train.py student --out ../student --minutes 60    # checkpoint.pt there every minute
    python3 scripts/train/train.py student --out ../student --minutes 60 --resume    # continues from that checkpoint
    python3 scripts/train/evaluate.py ../student/checkpoint.pt    # measures how well it reads

With `--start models/digits.onnx --lr 6e-4` a new run starts from the shipped weights (8-bit ones, as floats) instead; the
second reader's from what export_onnx.py wrote, before integers.py. With `--keep` it holds on to what that network answers
where it is right.

On two cores with AVX-512 BF16 and the generator beside it, the student sees about 260 strips/s, the second reader 13.
If there is a GPU, training runs on it.
"""

import argparse
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from batches import loader, shown_again, to_tensor
from ctc import blank_loss, ctc_loss, greedy_decode, kept_loss, number_loss, place_loss
from second_reader import load_exported, load_second_reader
from shipped import restore
from strips import Strips
from student import Student
from training_run import MEASURED_BATCHES, Load, TrainingRun, add_arguments

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("network", choices=("student", "second"))
add_arguments(parser)
parser.add_argument("--clear-share", type=float, default=0, help="of the strips: out of clear_strips.py")
parser.add_argument("--keep", action="store_true", help="the answers of --start are a target, too, where they are right")
parser.add_argument("--covered-share", type=float, default=0, help="of the plain lines of strips.py: with something on their digits")
parser.add_argument("--again", type=int, default=0, help="each batch of strips is followed by so many of those before it, in another light")
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


def started_from(args: argparse.Namespace, recipe: Recipe, batches: Iterator) -> torch.nn.Module:
    """The network of `--start`, not to be trained."""
    if args.start is None or not recipe.tells_numbers:
        raise SystemExit("--keep is for a student, and needs --start")
    network = recipe.new_network()
    recipe.load(network, args.start, (strips for strips, *_ in itertools.islice(batches, MEASURED_BATCHES)))
    return network.eval()


def train(args):
    torch.manual_seed(args.seed)
    recipe = RECIPES[args.network]
    lr = recipe.lr if args.lr is None else args.lr
    run = TrainingRun(args, args.network, recipe.new_network(), lr, recipe.weight_decay)
    size = recipe.batch if args.batch is None else args.batch
    mixed = {
        "digits_only": not recipe.tells_numbers,
        "clear_share": args.clear_share,
        "covered_share": args.covered_share,
    }
    batches = shown_again(loader(run.data_seed, size, args.generators, **mixed), args.again, run.data_seed)
    run.begin((strips for strips, *_ in batches), recipe.load)
    before = started_from(args, recipe, batches).to(run.device) if args.keep else None
    strips = Strips(args.seed, held_out=True, digits_only=True)
    held_out = sorted((strips() for _ in range(args.glance_strips)), key=lambda strip: strip.image.shape[1])

    def loss_of(model, batch, step):
        strips, texts, centres = batch  # [N, 3, 48, W]
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            logits = model(strips.to(run.device, non_blocking=True))  # [N, T, classes]
        loss = ctc_loss(logits, texts)
        if recipe.tells_numbers:
            loss = loss + NUMBER_LOSS_SHARE * number_loss(logits, texts) + BLANK_LOSS_SHARE * blank_loss(logits, texts)
        if before is not None:
            with torch.inference_mode(), torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
                kept = before(strips.to(run.device))
            loss = loss + kept_loss(logits, kept, texts)
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
