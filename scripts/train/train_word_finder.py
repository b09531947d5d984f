"""
Trains the word finder on pieces of cards that the project makes. It begins with the first layers of the shipped date
locator, which see letters already.

    python3 scripts/train/train_word_finder.py --out ../word-finder --minutes 90    # checkpoint.pt there every minute
"""

import argparse
import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from card_words import HEIGHT, UNCOUNTED, WIDTH, CardWords, Piece
from checkpoints import OWN
from locator import DateLocator
from picture_batches import PictureBatches
from shipped import restore
from train_locator import to_input
from training_run import TrainingRun, add_arguments
from word_finder import CLASSES, SAYS_NOTHING, STRIDE, WordFinder

NETWORK = "word-finder"
DATE_LOCATOR = Path(__file__).parents[2] / "models/date-locator.onnx"
LR, BATCH, WEIGHT_DECAY = 2e-3, 32, 1e-2
POOL = 8
WORD_WEIGHT, LOSS_SCALE = 3.0, 20.0
IGNORED = -100  # a place whose class does not count: a word's ends, or one that is cut off
ROOM_BESIDE, ROOM_BELOW = 8, 6  # px around a word whose class does not count
MIDDLE = 0.22, 0.35  # of a word's width at either end: not its middle; of its height, up and down from its middle
SURE, ALARM_COST = 0.9, 5.0  # a word is seen from this probability on; what a wrong one costs in the score


def target_of(piece: Piece) -> np.ndarray:
    """int64 [HEIGHT / STRIDE, WIDTH / STRIDE]: a class for each place, or IGNORED."""
    ys, xs = ((np.arange(side // STRIDE) + 0.5) * STRIDE for side in (HEIGHT, WIDTH))
    target = np.full((len(ys), len(xs)), SAYS_NOTHING)
    for word in piece.words:
        (left, top), (right, bottom) = word.quad.min(0), word.quad.max(0)
        rows = (ys > top - ROOM_BELOW) & (ys < bottom + ROOM_BELOW)
        target[rows[:, None] & (xs > left - ROOM_BESIDE) & (xs < right + ROOM_BESIDE)] = IGNORED
        if word.kind == UNCOUNTED or left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
            continue
        inset, reach = (right - left) * MIDDLE[0], max(STRIDE / 2, (bottom - top) * MIDDLE[1])
        rows = np.abs(ys - (top + bottom) / 2) <= reach
        target[rows[:, None] & (xs > left + inset) & (xs < right - inset)] = 1 + word.kind
    return target


def batches_of(seed: int, batch_size: int) -> PictureBatches:
    """Batches: (pieces uint8 [N, H, W, 3], their places' classes int64 [N, H / 8, W / 8])."""
    return PictureBatches(lambda seed, worker: CardWords(seed, worker=worker), batch_of, seed, batch_size, POOL, lambda _: 0)


def batch_of(pieces: list[Piece]) -> tuple[torch.Tensor, torch.Tensor]:
    return tuple(torch.from_numpy(np.stack(arrays)) for arrays in ([p.image for p in pieces], list(map(target_of, pieces))))


def begin_as_date_locator(network: WordFinder, file: Path, inputs: Iterable[torch.Tensor]) -> None:
    """Take the first layers of a date locator. inputs: batches to train on, float [N, 3, H, W]"""
    locator = DateLocator()
    padded = lambda x: F.pad(x, (0, -x.shape[3] % 32, 0, -x.shape[2] % 32))
    restore(locator, file, map(padded, inputs))
    for name in ("stem", "down2", "stage2", "down3"):
        getattr(network, name).load_state_dict(getattr(locator, name).state_dict())
    network.stage3[0].load_state_dict(locator.stage3.state_dict())


def measured(network: WordFinder, batches: list[tuple[torch.Tensor, torch.Tensor]]) -> tuple[float, float]:
    """Of the words the share that is seen; of the pieces the share with a word seen where none is, or another one."""
    words = found = pieces = alarms = 0
    with torch.inference_mode():
        for images, targets in batches:
            logits = network(to_input(images.to(next(network.parameters()).device))).cpu()
            for seen, target in zip(logits.softmax(1) > SURE, targets):
                said = [kind for kind in range(1, CLASSES) if (target == kind).any()]
                words, pieces = words + len(said), pieces + 1
                found += sum(bool(seen[kind][target == kind].any()) for kind in said)
                is_wrong = lambda kind: seen[kind][(target != kind) & (target != IGNORED)].any()
                alarms += any(is_wrong(kind) for kind in range(1, CLASSES))
    return found / max(1, words), alarms / max(1, pieces)


def train(args):
    torch.manual_seed(args.seed)
    run = TrainingRun(args, NETWORK, OWN[NETWORK](), LR if args.lr is None else args.lr, WEIGHT_DECAY)
    size = BATCH if args.batch is None else args.batch
    batches = batches_of(run.data_seed, size).loaded(args.generators)
    load = restore if args.start else begin_as_date_locator
    run.begin((to_input(images) for images, _ in batches), load, default=DATE_LOCATOR)
    made = CardWords(args.seed, held_out=True)
    pieces = list(itertools.islice(itertools.chain.from_iterable(iter(made, None)), args.glance_pieces))
    held_out = [batch_of(list(some)) for some in itertools.batched(pieces, 100)]
    weight = torch.tensor([1.0] + [WORD_WEIGHT] * (CLASSES - 1), device=run.device)

    def loss_of(model, batch, step):
        images, target = (tensor.to(run.device, non_blocking=True) for tensor in batch)
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            logits = model(to_input(images))
        losses = F.cross_entropy(logits.float(), target, weight, ignore_index=IGNORED, reduction="none")
        return LOSS_SCALE * losses.sum() / (target != IGNORED).sum()

    def score_of(network):
        found, alarms = measured(network, held_out)
        print(f"of the words {found:.3f} seen; in {alarms:.4f} of the pieces one that is none")
        return found - ALARM_COST * alarms

    run.loop(batches, loss_of, score_of, "score")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--glance-pieces", type=int, default=1200, help="held-out pieces to measure it on meanwhile")
    train(parser.parse_args())
