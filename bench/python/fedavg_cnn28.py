#!/usr/bin/env python3
"""FedAvg and FedSpeed on Fashion-MNIST: 100 clients, 10 a round, 5 epochs of batches of 50, one process per core."""

import argparse
import sys

import common

common.tune()

import numpy
import torch
import torch.nn.functional as F

import cnn28

CLIENTS, COHORT, EPOCHS, BATCH = 100, 10, 5, 50
RATE, DECAY, WEIGHT_DECAY, CLIP = 0.1, 0.998, 1e-3, 10.0
PROX, RADIUS = 0.1, 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with the four Fashion-MNIST files (IDX, gz)")
    parser.add_argument("--rounds", type=int, default=10, help="measured rounds; one more is run first and discarded")
    parser.add_argument("--algorithm", choices=["fedavg", "fedspeed"], default="fedavg")
    parser.add_argument("--order", choices=["pool-relu", "relu-pool"], default="pool-relu")
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--processes", type=int, default=common.cores())
    arguments = parser.parse_args()
    common.one_thread()

    training = Training(arguments)
    crew = common.Crew(arguments.processes, training.work)
    seconds = crew.measure(arguments.rounds, COHORT, training.aggregate)

    steps = arguments.rounds * COHORT * training.steps_per_client
    variant = f"{arguments.algorithm}-{arguments.layout}-{arguments.processes}p"
    common.report("fedavg_cnn28", variant, steps, arguments.rounds, seconds)
    print(f"test accuracy {training.accuracy(arguments.data):.4f}", file=sys.stderr)


class Training:
    """Everything all processes share: data, the global model, sums and corrections."""

    def __init__(self, arguments):
        generator = numpy.random.default_rng(0)
        self.speed = arguments.algorithm == "fedspeed"
        self.order = arguments.order
        self.images, self.labels = common.fashion_mnist(arguments.data, "train")
        self.parts = common.dirichlet_partition(self.labels, CLIENTS, 0.3, generator)
        self.cohorts = [generator.choice(CLIENTS, COHORT, replace=False) for _ in range(arguments.rounds + 1)]
        self.steps_per_client = EPOCHS * -(-self.parts.shape[1] // BATCH)
        # Each process works on its own copy of this after the fork.
        self.local = common.FlatParameters(cnn28.initial(), arguments.layout == "nhwc")
        size = self.local.vector.numel()
        self.globals = self.local.vector.clone().share_memory_()
        self.sums = torch.zeros(arguments.processes, size).share_memory_()
        self.corrections = torch.zeros(CLIENTS if self.speed else 0, size).share_memory_()
        self.mean_correction = torch.zeros(size)

    def work(self, worker, t, jobs):
        """Trains the clients this process takes and adds up their updates."""
        self.sums[worker].zero_()
        rate = RATE * DECAY**t
        for job in jobs:
            client = self.cohorts[t][job]
            torch.manual_seed(t * CLIENTS + int(client))
            self.local.vector.copy_(self.globals)
            if self.speed:
                self.fedspeed(client, rate)
            else:
                self.fedavg(client, rate)
            delta = self.local.vector - self.globals
            if self.speed:
                self.corrections[client] += delta
            self.sums[worker] += delta

    def fedavg(self, client, rate):
        x = self.local.vector
        for images, labels in self.batches(client):
            gradient = self.gradient(images, labels)
            x.mul_(1 - rate * WEIGHT_DECAY).add_(gradient, alpha=-rate * clip(gradient))

    def fedspeed(self, client, rate):
        x = self.local.vector
        pull = PROX * (self.corrections[client] - self.globals)
        saved = torch.empty_like(x)
        for images, labels in self.batches(client):
            saved.copy_(x)
            gradient = self.gradient(images, labels)
            x.add_(gradient, alpha=RADIUS / (float(gradient.norm()) + 1e-7))
            gradient = self.gradient(images, labels)
            torch.mul(saved, 1 - rate * (PROX + WEIGHT_DECAY), out=x)
            x.add_(gradient, alpha=-rate * clip(gradient)).add_(pull, alpha=-rate)

    def batches(self, client):
        part = self.parts[client]
        for _ in range(EPOCHS):
            for batch in part[torch.randperm(len(part))].split(BATCH):
                yield self.images.index_select(0, batch), self.labels.index_select(0, batch)

    def gradient(self, images, labels):
        """Flat gradient of the mean loss at the local vector."""
        return self.local.gradient(F.cross_entropy(cnn28.logits(self.local.views, images, self.order), labels))

    def aggregate(self, t):
        total = self.sums.sum(0)
        self.globals += total / COHORT
        if self.speed:
            self.mean_correction += total / CLIENTS
            self.globals += self.mean_correction

    @torch.no_grad()
    def accuracy(self, folder):
        images, labels = common.fashion_mnist(folder, "t10k")
        self.local.vector.copy_(self.globals)
        right = [(cnn28.logits(self.local.views, x).argmax(1) == y).sum() for x, y in zip(images.split(500), labels.split(500))]
        return float(sum(right)) / len(labels)


def clip(gradient):
    return min(1.0, CLIP / (float(gradient.norm()) + 1e-6))


if __name__ == "__main__":
    main()
