"""
Train the student, or tune the teacher (PP-OCRv4's recogniser with a head of 12 classes), on strips the project makes: CTC, the whole net, AdamW.

    python3 scripts/train/train.py student --out ../student --minutes 60             # a run; its state goes to ../student/checkpoint.pt every minute
    python3 scripts/train/train.py student --out ../student --minutes 60 --resume    # go on where it stopped
    python3 scripts/train/train.py student --out ../student --minutes 60 --start models/digits.onnx --lr 5e-4    # go on from the weights that are shipped
    python3 scripts/train/evaluate.py ../student/checkpoint.pt                       # how well it reads

On two cores with AVX-512 BF16 and the generator beside it: student about 260 strips/s, teacher 13. One GPU, if there is one, is used.
"""

import argparse
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import torch
from batches import loader, to_tensor
from ctc import ctc_loss, greedy_decode, number_loss, place_loss
from strips import Strips
from student import Student
from teacher import load_teacher
from training_run import TrainingRun, add_arguments

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("network", choices=("student", "teacher"))
add_arguments(parser)
parser.add_argument("--glance-strips", type=int, default=200, help="held-out strips that are read now and then")


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
NUMBER_LOSS_SHARE = 0.1


def train(args):
    torch.manual_seed(args.seed)
    recipe = RECIPES[args.network]
    run = TrainingRun(args, args.network, recipe.new_network(), recipe.lr if args.lr is None else args.lr, recipe.weight_decay)
    size = recipe.batch if args.batch is None else args.batch
    batches = iter(loader(run.data_seed, size, args.generators, digits_only=not recipe.tells_numbers))
    run.begin(strips for strips, *_ in batches)
    held_out = sorted(
        itertools.islice(iter(Strips(args.seed, held_out=True, digits_only=True), None), args.glance_strips), key=lambda strip: strip.image.shape[1]
    )

    def loss_of(model, batch, step):
        strips, texts, centres = batch  # [N, 3, 48, W]
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            logits = model(strips.to(run.device, non_blocking=True))  # [N, T, classes]
        loss = ctc_loss(logits, texts)
        if recipe.tells_numbers:
            loss = loss + NUMBER_LOSS_SHARE * number_loss(logits, texts)
        if step < recipe.placed_steps and not args.start:
            told = 1 - step / recipe.placed_steps
            loss = max(0.1, 1 - told) * loss + told * place_loss(logits, texts, centres, strips.shape[-1])
        return loss

    def score_of(averaged):
        """The exact rate on a few held-out strips, in fp32; evaluate.py measures properly."""
        reader = recipe.new_network().to(run.device).eval()
        reader.load_state_dict(averaged)
        right = 0
        for some in itertools.batched(held_out, size):
            with torch.inference_mode():
                texts = greedy_decode(reader(to_tensor([strip.image for strip in some]).to(run.device)))
            right += sum(text == strip.text for text, strip in zip(texts, some))
        return right / len(held_out)

    run.loop(batches, loss_of, score_of, "held-out exact")


if __name__ == "__main__":
    train(parser.parse_args())
