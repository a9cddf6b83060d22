#!/usr/bin/env python3
"""FedAvg with the CIFAR-10 network of the pfl-research benchmarks (1,626,442 parameters): 1000 clients of 50 made-up images, 50 a round."""

import argparse
import sys

import common

common.tune()

import numpy
import torch
import torch.nn.functional as F

CLIENTS, SAMPLES, COHORT, BATCH, RATE, CLASSES = 1000, 50, 50, 10, 0.1, 10


def initial():
    """Glorot-uniform weights, PyTorch's default biases."""
    torch.manual_seed(0)
    layers = [
        torch.nn.Conv2d(3, 32, 3),
        torch.nn.Conv2d(32, 64, 3),
        torch.nn.Linear(14 * 14 * 64, 128),
        torch.nn.Linear(128, CLASSES),
    ]
    for layer in layers:
        torch.nn.init.xavier_uniform_(layer.weight)
    return [parameter for layer in layers for parameter in layer.parameters()]


def logits(p, x, training=True):
    """Two valid 3x3 convolutions, pooling (before the second ReLU: the same function), dropout, two linear layers."""
    x = F.conv2d(x, p[0], p[1]).relu()
    x = F.max_pool2d(F.conv2d(x, p[2], p[3]), 2).relu()
    x = F.dropout(x, 0.25, training).flatten(1)
    x = F.dropout(F.linear(x, p[4], p[5]).relu(), 0.5, training)
    return F.linear(x, p[6], p[7])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="measured rounds; one more is run first and discarded")
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--processes", type=int, default=common.cores())
    arguments = parser.parse_args()
    common.one_thread()

    training = Training(arguments)
    crew = common.Crew(arguments.processes, training.work)
    seconds = crew.measure(arguments.rounds, COHORT, training.average)

    steps = arguments.rounds * COHORT * -(-SAMPLES // BATCH)
    common.report("pfl_cifar", f"fedavg-{arguments.layout}-{arguments.processes}p", steps, arguments.rounds, seconds)
    print(f"train accuracy on 1000 images {training.accuracy():.4f}", file=sys.stderr)


class Training:
    """Everything all processes share: data, the global model and the sums of updates."""

    def __init__(self, arguments):
        generator = numpy.random.default_rng(0)
        self.rate = arguments.rate
        self.labels = torch.from_numpy(generator.integers(0, CLASSES, CLIENTS * SAMPLES))
        self.images = made_up_images(self.labels)
        if arguments.layout == "nhwc":
            self.images = self.images.contiguous(memory_format=torch.channels_last)
        self.cohorts = [generator.choice(CLIENTS, COHORT, replace=False) for _ in range(arguments.rounds + 1)]
        self.local = common.FlatParameters(initial(), arguments.layout == "nhwc")
        size = self.local.vector.numel()
        self.globals = self.local.vector.clone().share_memory_()
        self.sums = torch.zeros(arguments.processes, size).share_memory_()

    def work(self, worker, t, jobs):
        """Trains the clients this process takes and adds up their updates."""
        total = self.sums[worker].zero_()
        for job in jobs:
            client = int(self.cohorts[t][job])
            torch.manual_seed(t * CLIENTS + client)
            self.local.vector.copy_(self.globals)
            self.train(client * SAMPLES + torch.randperm(SAMPLES))
            total.add_(self.local.vector).sub_(self.globals)

    def train(self, part):
        for batch in part.split(BATCH):
            images = normalised(self.images.index_select(0, batch))
            loss = F.cross_entropy(logits(self.local.views, images), self.labels.index_select(0, batch))
            gradients = torch.autograd.grad(loss, self.local.views)
            with torch.no_grad():
                torch._foreach_add_(self.local.views, gradients, alpha=-self.rate)

    def average(self, _):
        """x = x + mean update."""
        self.globals += self.sums.sum(0) / COHORT

    @torch.no_grad()
    def accuracy(self):
        self.local.vector.copy_(self.globals)
        images, labels = normalised(self.images[:1000]), self.labels[:1000]
        return float((logits(self.local.views, images, training=False).argmax(1) == labels).float().mean())


def made_up_images(labels):
    """Bytes, n x 3 x 32 x 32: noise around a picture for each class."""
    torch.manual_seed(0)
    pictures = torch.randint(64, 192, (CLASSES, 3, 32, 32), dtype=torch.int16)
    noise = torch.randint(-60, 61, (len(labels), 3, 32, 32), dtype=torch.int16)
    return noise.add_(pictures[labels]).to(torch.uint8)


def normalised(images):
    return images.float().sub_(128).div_(64)


if __name__ == "__main__":
    main()
