"""The small network for 28 x 28 images: two 5x5 convolutions with pooling, 512-128-10; 80,202 parameters."""

import torch
import torch.nn.functional as F


def initial():
    """Weights and biases with PyTorch's default initialisation."""
    torch.manual_seed(0)
    layers = [torch.nn.Conv2d(1, 16, 5), torch.nn.Conv2d(16, 32, 5), torch.nn.Linear(512, 128), torch.nn.Linear(128, 10)]
    return [parameter for layer in layers for parameter in layer.parameters()]


def logits(p, x, order="pool-relu"):
    """ReLU after pooling is the same function as before it, on a quarter of the elements; most people write relu-pool."""
    pool = pool_relu if order == "pool-relu" else relu_pool
    x = pool(F.conv2d(x, p[0], p[1]))
    x = pool(F.conv2d(x, p[2], p[3]))
    x = F.linear(x.flatten(1), p[4], p[5]).relu()
    return F.linear(x, p[6], p[7])


def pool_relu(x):
    return F.max_pool2d(x, 2).relu()


def relu_pool(x):
    return F.max_pool2d(x.relu(), 2)
