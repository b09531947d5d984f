"""
Trains the locator on scenes that the project makes.

    python3 scripts/train/train_locator.py --out ../locator --minutes 90    # checkpoint.pt there every minute
    python3 scripts/train/train_locator.py --out ../locator --minutes 90 --resume    # continues from that checkpoint
    python3 scripts/train/train_locator.py --network date-locator --out ../date-locator    # the one for dates
"""

import argparse
import itertools

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from checkpoints import OWN
from locator import CARD, DIRECTION, LINE, MASKS, OWN_LINE, OWN_TURNS, PADDING, turn_shares
from locator_targets import targets
from picture_batches import PictureBatches
from scenes import SIDE, Scene, Scenes
from surroundings import LEAST_HEIGHT, WIDTH, Surroundings
from training_run import TrainingRun, add_arguments

# What each locator learns from, and into what size that is padded at least, width and height, px.
LEARNS_FROM = {"locator": (Scenes, (SIDE, SIDE)), "date-locator": (Surroundings, (WIDTH, LEAST_HEIGHT))}
MULTIPLE = 32  # px: of the heights of what the networks take
LR, BATCH, WEIGHT_DECAY = 2e-3, 16, 1e-2
POOL = 4
MASK_WEIGHTS = (0.0, 4.0, 9.0, 4.0)  # added to the weight 1 of pixels in a mask: few belong to lines, fewest to dates
DICE_SHARE, CARD_SHARE, TURN_SHARE, LINE_SHARE = 0.5, 4.0, 1.0, 4.0
BETA = 0.05  # of the smooth L1 loss, in units of the maps


def batches_of(network: str, seed: int, batch_size: int) -> PictureBatches:
    """Batches: (scenes uint8 [N, H, W, 3], maps, weights); for the latter see `targets`."""
    made, least = LEARNS_FROM[network]
    begin = lambda seed, worker: made(seed, worker=worker).views
    height = lambda scene: padded_height(scene, least[1])
    return PictureBatches(begin, lambda scenes: batch_of(scenes, least), seed, batch_size, POOL, height)


def padded_height(scene: Scene, least: int) -> int:
    return max(least, -(-scene.image.shape[0] // MULTIPLE) * MULTIPLE)


def batch_of(scenes, least):
    width, height = least
    size = width, max(padded_height(scene, height) for scene in scenes)
    scenes = [padded(scene, size) for scene in scenes]
    maps, weights = zip(*map(targets, scenes))
    images = [scene.image for scene in scenes]
    return tuple(torch.from_numpy(np.stack(arrays)) for arrays in (images, maps, weights))


def padded(scene: Scene, size: tuple[int, int]) -> Scene:
    """A scene padded to a width and height, px: grey below it or on its right, as the service pads."""
    height, width = scene.image.shape[:2]
    right, below = size[0] - width, size[1] - height
    image = cv2.copyMakeBorder(scene.image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(PADDING,) * 3)
    return Scene(image, scene.cards, (width, height))


def to_input(images: torch.Tensor) -> torch.Tensor:
    """uint8 [N, H, W, 3] to float [N, 3, H, W] in -1..1, channels last in memory."""
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1


def loss_of_outputs(outputs: torch.Tensor, target: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    masks = len(MASKS)
    logits, wanted = outputs[:, :masks], target[:, :masks]
    of_masks = 1 + wanted * torch.tensor(MASK_WEIGHTS, device=wanted.device)[:, None, None]
    cross_entropy = F.binary_cross_entropy_with_logits(logits, wanted, of_masks, reduction="none").mean((0, 2, 3)).sum()
    probs = logits.sigmoid()
    dice = 1 - (2 * (probs * wanted).sum((0, 2, 3)) + 1) / ((probs**2 + wanted**2).sum((0, 2, 3)) + 1)

    def mean(error: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return (error * weight).sum() / weight.sum().clamp(min=1)

    def distance(own: slice, of_maps: slice) -> torch.Tensor:
        return F.smooth_l1_loss(outputs[:, own], target[:, of_maps], beta=BETA, reduction="none").mean(1)

    of_turn, of_line, of_card = weights.unbind(1)
    geometry = CARD_SHARE * mean(distance(CARD, CARD), of_card) + LINE_SHARE * mean(distance(OWN_LINE, LINE), of_line)
    turns = F.cross_entropy(outputs[:, OWN_TURNS], turn_shares(target[:, DIRECTION]), reduction="none")
    return 4 * cross_entropy + DICE_SHARE * dice.sum() + geometry + TURN_SHARE * mean(turns, of_turn)


def train(args):
    torch.manual_seed(args.seed)
    made, least = LEARNS_FROM[args.network]
    run = TrainingRun(args, args.network, OWN[args.network](), LR if args.lr is None else args.lr, WEIGHT_DECAY)
    size = BATCH if args.batch is None else args.batch
    batches = batches_of(args.network, run.data_seed, size).loaded(args.generators)
    run.begin(to_input(images) for images, *_ in batches)
    scenes = itertools.chain.from_iterable(iter(made(args.seed, held_out=True).views, None))
    held_out = [batch_of(some, least) for some in itertools.batched(itertools.islice(scenes, args.glance_scenes), size)]

    def loss_of(model, batch, step):
        images, target, weights = (tensor.to(run.device, non_blocking=True) for tensor in batch)
        with torch.autocast(run.device, torch.bfloat16, enabled=args.precision == "bf16"):
            outputs = model(to_input(images))
        return loss_of_outputs(outputs.float(), target, weights)

    def score_of(network):
        """Minus the loss on some held-out scenes. `npm run evaluate` measures what the service makes of more."""
        with torch.inference_mode():
            return -float(np.mean([loss_of(network, batch, 0).item() for batch in held_out]))

    run.loop(batches, loss_of, score_of, "minus held-out loss")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--network", choices=LEARNS_FROM, default="locator")
    parser.add_argument("--glance-scenes", type=int, default=160, help="held-out scenes to measure it on meanwhile")
    train(parser.parse_args())
