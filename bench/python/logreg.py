#!/usr/bin/env python3
"""FedAvg with logistic regression: 1000 clients of 60 samples of 784 values, 10 a round, one epoch of batches of 10."""

import argparse
import sys

import common

common.tune()

import numpy
import torch
import torch.nn.functional as F

CLIENTS, SAMPLES, COHORT, BATCH, RATE = 1000, 60, 10, 10, 0.05
FEATURES, CLASSES = 784, 10


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", help="folder with the four Fashion-MNIST files; without it, made-up data of the same shape")
    parser.add_argument("--rounds", type=int, default=100, help="measured rounds; one more is run first and discarded")
    parser.add_argument("--gradient", choices=["autograd", "formula"], default="autograd", help="formula: softmax minus one-hot by hand")
    parser.add_argument("--processes", type=int, default=common.cores())
    arguments = parser.parse_args()
    common.one_thread()

    training = Training(arguments)
    crew = common.Crew(arguments.processes, training.work)
    seconds = crew.measure(arguments.rounds, COHORT, training.average)

    steps = arguments.rounds * COHORT * -(-SAMPLES // BATCH)
    common.report("logreg", f"{arguments.gradient}-{arguments.processes}p", steps, arguments.rounds, seconds)
    print(f"train accuracy {training.accuracy():.4f}", file=sys.stderr)


class Training:
    """Everything all processes share: data, the global model and the sums of updates."""

    def __init__(self, arguments):
        generator = numpy.random.default_rng(0)
        self.images, self.labels = samples(arguments.data)
        order = torch.from_numpy(generator.permutation(CLIENTS * SAMPLES))
        self.parts = order.view(CLIENTS, SAMPLES)
        self.cohorts = [generator.choice(CLIENTS, COHORT, replace=False) for _ in range(arguments.rounds + 1)]
        self.step = self.autograd_step if arguments.gradient == "autograd" else self.formula_step
        self.local = common.FlatParameters([torch.zeros(CLASSES, FEATURES), torch.zeros(CLASSES)])
        size = self.local.vector.numel()
        self.globals = torch.zeros(size).share_memory_()
        self.sums = torch.zeros(arguments.processes, size).share_memory_()
        self.one_hot = torch.eye(CLASSES)

    def work(self, worker, t, jobs):
        """Trains the clients this process takes and adds up their updates."""
        total = self.sums[worker].zero_()
        for job in jobs:
            client = self.cohorts[t][job]
            torch.manual_seed(t * CLIENTS + int(client))
            self.local.vector.copy_(self.globals)
            part = self.parts[client][torch.randperm(SAMPLES)]
            images, labels = self.images.index_select(0, part), self.labels.index_select(0, part)
            for x, y in zip(images.split(BATCH), labels.split(BATCH)):
                self.step(x, y)
            total.add_(self.local.vector).sub_(self.globals)

    def autograd_step(self, x, y):
        weight, bias = self.local.views
        gradients = torch.autograd.grad(F.cross_entropy(F.linear(x, weight, bias), y), self.local.views)
        with torch.no_grad():
            weight.add_(gradients[0], alpha=-RATE)
            bias.add_(gradients[1], alpha=-RATE)

    @torch.no_grad()
    def formula_step(self, x, y):
        weight, bias = self.local.views
        error = torch.addmm(bias, x, weight.t()).softmax(1).sub_(self.one_hot.index_select(0, y))
        weight.addmm_(error.t(), x, alpha=-RATE / len(y))
        bias.add_(error.sum(0), alpha=-RATE / len(y))

    def average(self, _):
        """x = x + mean update."""
        self.globals += self.sums.sum(0) / COHORT

    @torch.no_grad()
    def accuracy(self):
        self.local.vector.copy_(self.globals)
        return float((F.linear(self.images, *self.local.views).argmax(1) == self.labels).float().mean())


def samples(folder):
    """60,000 flat images and labels; made-up ones are noise around a picture for each class."""
    if folder:
        images, labels = common.fashion_mnist(folder, "train")
        return images.flatten(1).contiguous(), labels
    torch.manual_seed(0)
    labels = torch.randint(0, CLASSES, (CLIENTS * SAMPLES,))
    return torch.randn(CLIENTS * SAMPLES, FEATURES) + 0.2 * torch.randn(CLASSES, FEATURES)[labels], labels


if __name__ == "__main__":
    main()
