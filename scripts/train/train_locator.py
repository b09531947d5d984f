"""
Trains the locator on scenes that the project makes.

    python3 scripts/train/train_locator.py --out ../locator --minutes 90    # checkpoint.pt there every minute
    python3 scripts/train/train_locator.py --out ../locator --minutes 90 --resume    # continues from that checkpoint
    python3 scripts/train/train_locator.py --network date-locator --out ../date-locator    # the one for dates

With `--start models/locator.onnx --settled --learn identity --lr 2e-4` it learns one side of cards more, a key of `DRAWS` in
faces.py: where others are seen, or none, what the shipped one answers is what it learns.
"""

import argparse
import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from checkpoints import OWN
from faces import DRAWS, SIDES, Sides, with_share
from locator import CARD, DIRECTION, LINE, MASKS, OWN_LINE, OWN_TURNS, PADDING, turn_shares
from locator_targets import on_cards, targets
from picture_batches import PictureBatches
from scenes import SIDE, Scene, Scenes
from shipped import restore
from surroundings import LEAST_HEIGHT, WIDTH, Surroundings
from training_run import MEASURED_BATCHES, TrainingRun, add_arguments

# What each locator learns from, and into what size that is padded at least, width and height, px.
LEARNS_FROM = {"locator": (Scenes, (SIDE, SIDE)), "date-locator": (Surroundings, (WIDTH, LEAST_HEIGHT))}
MULTIPLE = 32  # px: of the heights of what the networks take
LR, BATCH, WEIGHT_DECAY = 2e-3, 16, 1e-2
POOL = 4
LEARNT_SHARE = 1 / 3  # of the cards show the side that is to be learnt
MASK_WEIGHTS = (0.0, 4.0, 9.0, 4.0)  # added to the weight 1 of pixels in a mask: few belong to lines, fewest to dates
DICE_SHARE, CARD_SHARE, TURN_SHARE, LINE_SHARE = 0.5, 4.0, 1.0, 4.0
BETA = 0.05  # of the smooth L1 loss, in units of the maps


def batches_of(network: str, seed: int, batch_size: int, learnt: str | None = None) -> PictureBatches:
    """Batches: (scenes uint8 [N, H, W, 3], maps, weights, where labels count); see locator_targets.py."""
    made, least = LEARNS_FROM[network]
    begin = lambda seed, worker: made(seed, worker=worker, sides=sides_of(learnt)).views
    height = lambda scene: padded_height(scene, least[1])
    return PictureBatches(begin, lambda scenes: batch_of(scenes, least, learnt), seed, batch_size, POOL, height)


def sides_of(learnt: str | None) -> Sides:
    return with_share(learnt, LEARNT_SHARE) if learnt else SIDES


def padded_height(scene: Scene, least: int) -> int:
    return max(least, -(-scene.image.shape[0] // MULTIPLE) * MULTIPLE)


def batch_of(scenes, least, learnt=None):
    width, height = least
    size = width, max(padded_height(scene, height) for scene in scenes)
    scenes = [padded(scene, size) for scene in scenes]
    maps, weights = zip(*map(targets, scenes))
    images = [scene.image for scene in scenes]
    labelled = [on_cards(scene, learnt) for scene in scenes]
    return tuple(torch.from_numpy(np.stack(arrays)) for arrays in (images, maps, weights, labelled))


def padded(scene: Scene, size: tuple[int, int]) -> Scene:
    """A scene padded to a width and height, px: grey below it or on its right, as the service pads."""
    height, width = scene.image.shape[:2]
    right, below = size[0] - width, size[1] - height
    image = cv2.copyMakeBorder(scene.image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(PADDING,) * 3)
    return Scene(image, scene.cards, (width, height))


def to_input(images: torch.Tensor) -> torch.Tensor:
    """uint8 [N, H, W, 3] to float [N, 3, H, W] in -1..1, channels last in memory."""
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1


@dataclass
class Wanted:
    """What a locator should answer, and how much each pixel counts: float [N, …, H/4, W/4]."""

    masks: torch.Tensor  # probabilities
    card: torch.Tensor
    line: torch.Tensor
    turns: torch.Tensor  # shares
    of_turn: torch.Tensor  # these three without channels
    of_line: torch.Tensor
    of_card: torch.Tensor


def by_labels(maps: torch.Tensor, weights: torch.Tensor) -> Wanted:
    turns = turn_shares(maps[:, DIRECTION])
    return Wanted(maps[:, : len(MASKS)], maps[:, CARD], maps[:, LINE], turns, *weights.unbind(1))


def by_answers(outputs: torch.Tensor) -> Wanted:
    """Another locator's answers: cards and lines count where it sees some."""
    masks = outputs[:, : len(MASKS)].sigmoid()
    card, lines = masks[:, 0], 2 * torch.maximum(masks[:, 1], masks[:, 2])
    return Wanted(masks, outputs[:, CARD], outputs[:, OWN_LINE], outputs[:, OWN_TURNS].softmax(1), card, lines, card)


def wanted_of(maps: torch.Tensor, weights: torch.Tensor, labelled: torch.Tensor, kept: torch.Tensor | None) -> Wanted:
    """What the labels say where they count, elsewhere what another locator answers. kept: its outputs; None: labels alone"""
    labels = by_labels(maps, weights)
    if kept is None:
        return labels
    fields = zip(vars(by_answers(kept)).values(), vars(labels).values())
    share = lambda field: labelled if field.dim() == labelled.dim() else labelled[:, None]
    return Wanted(*(torch.lerp(answer, label, share(label)) for answer, label in fields))


def loss_of_outputs(outputs: torch.Tensor, wanted: Wanted) -> torch.Tensor:
    logits = outputs[:, : len(MASKS)]
    of_masks = 1 + wanted.masks * torch.tensor(MASK_WEIGHTS, device=logits.device)[:, None, None]
    of_pixels = F.binary_cross_entropy_with_logits(logits, wanted.masks, of_masks, reduction="none")
    probs = logits.sigmoid()
    both, all_ = (probs * wanted.masks).sum((0, 2, 3)), (probs**2 + wanted.masks**2).sum((0, 2, 3))
    dice = 1 - (2 * both + 1) / (all_ + 1)

    def mean(error: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return (error * weight).sum() / weight.sum().clamp(min=1)

    def distance(own: slice, to: torch.Tensor) -> torch.Tensor:
        return F.smooth_l1_loss(outputs[:, own], to, beta=BETA, reduction="none").mean(1)

    of_cards = mean(distance(CARD, wanted.card), wanted.of_card)
    of_lines = mean(distance(OWN_LINE, wanted.line), wanted.of_line)
    turns = F.cross_entropy(outputs[:, OWN_TURNS], wanted.turns, reduction="none")
    masks = 4 * of_pixels.mean((0, 2, 3)).sum() + DICE_SHARE * dice.sum()
    return masks + CARD_SHARE * of_cards + LINE_SHARE * of_lines + TURN_SHARE * mean(turns, wanted.of_turn)


def train(args):
    torch.manual_seed(args.seed)
    made, least = LEARNS_FROM[args.network]
    run = TrainingRun(args, args.network, OWN[args.network](), LR if args.lr is None else args.lr, WEIGHT_DECAY)
    size = BATCH if args.batch is None else args.batch
    batches = batches_of(args.network, run.data_seed, size, args.learn).loaded(args.generators)
    inputs = (to_input(images) for images, *_ in batches)
    run.begin(inputs)
    before = None
    if args.learn:
        before = OWN[args.network]()
        restore(before, args.start, itertools.islice(inputs, MEASURED_BATCHES))
        before.to(run.device, memory_format=torch.channels_last).eval()
    views = iter(made(args.seed, held_out=True, sides=sides_of(args.learn)).views, None)
    scenes = itertools.islice(itertools.chain.from_iterable(views), args.glance_scenes)
    held_out = [batch_of(some, least, args.learn) for some in itertools.batched(scenes, size)]

    def loss_of(model, batch, step):
        images, maps, weights, labelled = (tensor.to(run.device, non_blocking=True) for tensor in batch)
        pictures, kept = to_input(images), None
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            outputs = model(pictures)
            if before is not None:
                with torch.no_grad():
                    kept = before(pictures).float()
        return loss_of_outputs(outputs.float(), wanted_of(maps, weights, labelled, kept))

    def score_of(network):
        """Minus the loss on some held-out scenes. `npm run evaluate` measures what the service makes of more."""
        with torch.inference_mode():
            return -float(np.mean([loss_of(network, batch, 0).item() for batch in held_out]))

    run.loop(batches, loss_of, score_of, "minus held-out loss")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--network", choices=LEARNS_FROM, default="locator")
    parser.add_argument("--learn", choices=DRAWS, help="a side of cards to learn; all else stays as --start has it")
    parser.add_argument("--glance-scenes", type=int, default=160, help="held-out scenes to measure it on meanwhile")
    options = parser.parse_args()
    if options.learn and not options.start:
        parser.error("--learn needs --start")
    train(options)
