"""Seconds of an attack's iterations in plain PyTorch, as the papers' code writes it: autograd through the gradient, one graph an iteration.

usage: attacks.py dlg|ig1|ig8|sme ITERATIONS THREADS
"""

import sys
import time

from common import tune

tune()

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

import cnn28  # noqa: E402


def uniform(*shape, bound):
    return (torch.rand(*shape) * 2 - 1) * bound


def lenet_initial():
    shapes = [(12, 1, 5, 5), (12,), (12, 12, 5, 5), (12,), (12, 12, 5, 5), (12,), (10, 588), (10,)]
    return [uniform(*shape, bound=0.5).requires_grad_() for shape in shapes]


def lenet(p, x):
    for i, stride in enumerate((2, 2, 1)):
        x = torch.sigmoid(F.conv2d(x, p[2 * i], p[2 * i + 1], stride=stride, padding=2))
    return F.linear(x.flatten(1), p[6], p[7])


def mean_pool_initial():
    layers = [torch.nn.Conv2d(1, 32, 3), torch.nn.Conv2d(32, 64, 3), torch.nn.Linear(3136, 100), torch.nn.Linear(100, 10)]
    return [parameter for layer in layers for parameter in layer.parameters()]


def mean_pool(p, x):
    x = F.avg_pool2d(F.conv2d(x, p[0], p[1], padding=1).relu(), 2)
    x = F.avg_pool2d(F.conv2d(x, p[2], p[3], padding=1).relu(), 2)
    return F.linear(F.linear(x.flatten(1), p[4], p[5]).relu(), p[6], p[7])


def cosine(gradients, target):
    dot = sum((g * t).sum() for g, t in zip(gradients, target))
    norms = sum((g * g).sum() for g in gradients).sqrt() * sum((t * t).sum() for t in target).sqrt()
    return 1 - dot / norms


def variation(x):
    return (x[..., 1:] - x[..., :-1]).abs().mean() + (x[..., 1:, :] - x[..., :-1, :]).abs().mean()


def dlg(iterations):
    weights = lenet_initial()
    label = torch.tensor([3])
    target = torch.autograd.grad(F.cross_entropy(lenet(weights, torch.randn(1, 1, 28, 28)), label), weights)
    x = torch.randn(1, 1, 28, 28, requires_grad=True)
    y = torch.randn(1, 10, requires_grad=True)
    optimiser = torch.optim.LBFGS([x, y], lr=1)
    count = 0

    def closure():
        nonlocal count
        count += 1
        loss = -(F.softmax(y, 1) * F.log_softmax(lenet(weights, x), 1)).sum(1).mean()
        gradients = torch.autograd.grad(loss, weights, create_graph=True)
        distance = sum(((g - t) ** 2).sum() for g, t in zip(gradients, target))
        x.grad, y.grad = torch.autograd.grad(distance, [x, y])
        return distance

    start = time.perf_counter()
    while count < iterations:
        before = count
        optimiser.step(closure)
        if count == before + 1:
            # Diverged to where nothing moves: begin again.
            with torch.no_grad():
                x.normal_()
                y.normal_()
            optimiser = torch.optim.LBFGS([x, y], lr=1)
    return (time.perf_counter() - start) * iterations / count


def ig(iterations, samples):
    weights = cnn28.initial()
    labels = torch.arange(samples)
    target = torch.autograd.grad(F.cross_entropy(cnn28.logits(weights, torch.randn(samples, 1, 28, 28)), labels), weights)
    x = torch.randn(samples, 1, 28, 28, requires_grad=True)
    optimiser = torch.optim.Adam([x], lr=0.1)
    start = time.perf_counter()
    for _ in range(iterations):
        loss = F.cross_entropy(cnn28.logits(weights, x), labels)
        gradients = torch.autograd.grad(loss, weights, create_graph=True)
        (x.grad,) = torch.autograd.grad(cosine(gradients, target) + 1e-4 * variation(x), [x])
        x.grad.sign_()
        optimiser.step()
        with torch.no_grad():
            x.clamp_(-0.8102, 2.0227)
    return time.perf_counter() - start


def sme(iterations):
    before = mean_pool_initial()
    after = [(w + 0.001 * torch.randn_like(w)).detach() for w in before]
    before = [w.detach() for w in before]
    target = [b - a for b, a in zip(before, after)]
    labels = torch.arange(50) % 10
    x = torch.randn(50, 1, 28, 28, requires_grad=True)
    alpha = torch.tensor(0.5, requires_grad=True)
    optimiser = torch.optim.Adam([x], lr=0.3)
    place = torch.optim.Adam([alpha], lr=0.001)
    start = time.perf_counter()
    for _ in range(iterations):
        weights = [(1 - alpha) * b + alpha * a for b, a in zip(before, after)]
        gradients = torch.autograd.grad(F.cross_entropy(mean_pool(weights, x), labels), weights, create_graph=True)
        loss = cosine(gradients, target) + 0.01 * variation(x) / 2
        x.grad, alpha.grad = torch.autograd.grad(loss, [x, alpha])
        optimiser.step()
        place.step()
        with torch.no_grad():
            x.clamp_(-0.8102, 2.0227)
            alpha.clamp_(0, 1)
    return time.perf_counter() - start


def main(name, iterations, threads):
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    attack = {"dlg": dlg, "ig1": lambda n: ig(n, 1), "ig8": lambda n: ig(n, 8), "sme": sme}[name]
    attack(3)
    print(attack(iterations))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
