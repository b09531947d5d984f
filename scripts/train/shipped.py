"""Loads the shipped networks (models/) to train them further where no checkpoint is left."""

from collections.abc import Iterable
from pathlib import Path

import torch
import torch.nn as nn
from graphs import read_graph


def restore(network: nn.Module, file: Path, batches: Iterable[torch.Tensor]) -> None:
    """
    Load the weights of an exported network.

    Export folded each batch normalisation into the convolution before it. Here each normalisation gets the mean and the
    variance of some batches, and a scale and a shift that undo them. So the network answers as the exported one does,
    up to the rounding of its weights to 8 or 16 bits, in training mode, too.

    Args:
        network: of the exported architecture; each convolution runs once, those of one shape in the graph's order
        batches: inputs like those of its training, float [N, 3, H, W]
    """
    convolutions, norms = in_order(network, batches := list(batches))
    graph = read_graph(file)
    nodes = [node for node in graph.nodes if node.op_type == "Conv" and len(node.input) == 3]
    assert len(nodes) == len(convolutions), f"{file} is of another network"
    for convolution in convolutions:
        # the graph may list branches in another order than they run in: take the first convolution of the same shape
        node = next(node for node in nodes if graph.constants[node.input[1]].shape == convolution.weight.shape)
        nodes.remove(node)
        weight, bias = (torch.from_numpy(graph.constants[name].copy()) for name in node.input[1:])
        convolution.weight.data.copy_(weight)
        norm = norms.get(convolution)
        (norm or convolution).bias.data.copy_(bias)
    for norm in norms.values():
        norm.reset_running_stats()  # of mean 0 and variance 1
        norm.momentum, norm.eps = None, 0.0

    # For now the norms only add their bias. Measure the input of each, then make scale and shift undo it.
    seen = {norm: [] for norm in norms.values()}
    note = lambda norm, inputs: seen[norm].append(moments(inputs[0]))
    hooks = [norm.register_forward_pre_hook(note) for norm in seen]
    network.eval()
    with torch.inference_mode():
        for batch in batches:
            network(batch)
    for hook in hooks:
        hook.remove()
    for norm, measured in seen.items():
        mean, square = (torch.stack(values).mean(0) for values in zip(*measured))
        fresh = nn.BatchNorm2d(norm.num_features)
        norm.momentum, norm.eps = fresh.momentum, fresh.eps
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(square - mean**2)
        norm.weight.data.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.data += mean


def in_order(
    network: nn.Module, batches: list[torch.Tensor]
) -> tuple[list[nn.Conv2d], dict[nn.Conv2d, nn.BatchNorm2d]]:
    """The convolutions in the order in which they run, and the norms that follow them."""
    ran: list[nn.Module] = []
    watched = [module for module in network.modules() if isinstance(module, nn.Conv2d | nn.BatchNorm2d)]
    hooks = [module.register_forward_hook(lambda module, *_: ran.append(module)) for module in watched]
    network.eval()
    with torch.inference_mode():
        network(batches[0])
    for hook in hooks:
        hook.remove()
    norms = {before: after for before, after in zip(ran, ran[1:]) if isinstance(after, nn.BatchNorm2d)}
    return [m for m in ran if isinstance(m, nn.Conv2d)], norms


def moments(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and mean square per channel."""
    return x.mean((0, 2, 3)), (x**2).mean((0, 2, 3))
