"""What the comparison loops share: a tuned process, data in memory, and one worker per core."""

import gzip
import json
import os
import sys
import time

GLIBC_MALLOC = {
    # Keep large activations in the heap: without this every step pays for fresh pages from the kernel.
    "MALLOC_MMAP_THRESHOLD_": str(1 << 32),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 33),
    "MALLOC_TOP_PAD_": str(1 << 28),
}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
MARK = "COMPARISON_TUNED"


def tune():
    """Starts the program again with the environment that serves it best. Call it before torch is imported."""
    if os.environ.get(MARK):
        return
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    environment.update(GLIBC_MALLOC)
    environment.update(ONE_THREAD)
    environment[MARK] = "1"
    os.execve(sys.executable, [sys.executable] + sys.argv, environment)


def one_thread():
    """One intra-op thread for each process; says so when the linear algebra behind torch is the slow reference one."""
    import torch

    torch.set_num_threads(1)
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    with open("/proc/self/maps") as maps:
        loaded = maps.read()
    if not any(name in loaded for name in ("openblas", "mkl_", "blis")) and "libblas" in loaded:
        print("warning: torch uses the reference BLAS, at half the speed: install OpenBLAS (Debian: libopenblas0-pthread)", file=sys.stderr)


def cores():
    """Cores this process may use."""
    return len(os.sched_getaffinity(0))


def read_idx(path):
    """An IDX file (gz) of bytes as a uint8 tensor."""
    import numpy
    import torch

    with gzip.open(path) as file:
        raw = file.read()
    dimensions = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    values = numpy.frombuffer(raw, numpy.uint8, offset=4 + 4 * dimensions).reshape(shape)
    return torch.from_numpy(values.copy())


def fashion_mnist(folder, part):
    """Normalised images, n x 1 x 28 x 28, and labels; part is 'train' or 't10k'."""
    images = read_idx(os.path.join(folder, f"{part}-images-idx3-ubyte.gz"))
    labels = read_idx(os.path.join(folder, f"{part}-labels-idx1-ubyte.gz"))
    return images.float().div_(255).sub_(0.2860).div_(0.3530).unsqueeze(1), labels.long()


def dirichlet_partition(labels, clients, beta, generator):
    """Indices, clients x (n / clients): equal sizes, class shares of each client drawn from Dirichlet(beta), no sample twice."""
    import numpy
    import torch

    classes = int(labels.max()) + 1
    pools = [generator.permutation(numpy.flatnonzero(labels.numpy() == c)).tolist() for c in range(classes)]
    size = len(labels) // clients
    parts = []
    for _ in range(clients):
        shares = generator.dirichlet([beta] * classes) + 1e-9
        part = []
        while len(part) < size:
            open_shares = shares * [len(pool) > 0 for pool in pools]
            wanted = generator.multinomial(size - len(part), open_shares / open_shares.sum())
            for pool, count in zip(pools, wanted):
                part += [pool.pop() for _ in range(min(count, len(pool)))]
        parts.append(part)
    return torch.tensor(parts)


class FlatParameters:
    """Tensors that are views into one vector, in listing order. Convolutions may be stored channels-last."""

    def __init__(self, tensors, channels_last=False):
        import torch

        self.vector = torch.empty(sum(t.numel() for t in tensors))
        self.views = []
        self._permuted = []
        offset = 0
        for tensor in tensors:
            part = self.vector[offset : offset + tensor.numel()]
            permuted = channels_last and tensor.dim() == 4
            if permuted:
                out, channels, height, width = tensor.shape
                view = part.view(out, height, width, channels).permute(0, 3, 1, 2)
            else:
                view = part.view(tensor.shape)
            view.copy_(tensor.detach())
            self.views.append(view.detach().requires_grad_())
            self._permuted.append(permuted)
            offset += tensor.numel()

    def gradient(self, loss):
        """Flat gradient of the loss, in the order of the vector."""
        import torch

        parts = torch.autograd.grad(loss, self.views)
        return torch.cat(
            [(part.permute(0, 2, 3, 1) if permuted else part).reshape(-1) for part, permuted in zip(parts, self._permuted)]
        )


class Crew:
    """One process per core. Main is the first worker; the others are forked, so that data made before is shared."""

    def __init__(self, workers, work):
        """work(worker, round_index, jobs): does jobs, an iterator over job numbers that all workers share."""
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self._work = work
        self._next = context.Value("i", 0)
        self._count = context.Value("i", 0)
        self._round = context.Value("i", 0)
        self._done = context.Semaphore(0)
        self._starts = [context.Semaphore(0) for _ in range(workers - 1)]
        self._helpers = [
            context.Process(target=self._help, args=(i + 1, start), daemon=True) for i, start in enumerate(self._starts)
        ]
        for helper in self._helpers:
            helper.start()

    def measure(self, rounds, jobs, after):
        """Seconds of rounds 1, 2, ...; round 0 is run first and discarded. after(round) is not measured. Ends the crew."""
        seconds = 0.0
        for t in range(rounds + 1):
            spent = self.run(t, jobs)
            seconds += spent if t > 0 else 0.0
            after(t)
        self.close()
        return seconds

    def run(self, round_index, jobs):
        """Seconds until all jobs of the round are done."""
        self._next.value, self._count.value, self._round.value = 0, jobs, round_index
        begin = time.perf_counter()
        for start in self._starts:
            start.release()
        self._work(0, round_index, self._jobs())
        for helper in self._helpers:
            while not self._done.acquire(timeout=5):
                if not helper.is_alive():
                    raise SystemExit("a worker process died")
        return time.perf_counter() - begin

    def close(self):
        """Ends the helpers."""
        self._round.value = -1
        for start in self._starts:
            start.release()
        for helper in self._helpers:
            helper.join()

    def _help(self, worker, start):
        while True:
            start.acquire()
            if self._round.value < 0:
                return
            self._work(worker, self._round.value, self._jobs())
            self._done.release()

    def _jobs(self):
        while True:
            with self._next.get_lock():
                job = self._next.value
                self._next.value = job + 1
            if job >= self._count.value:
                return
            yield job


def report(scenario, variant, steps, rounds, seconds):
    """The one line of output."""
    print(
        json.dumps(
            {
                "scenario": scenario,
                "variant": variant,
                "steps_per_second": round(steps / seconds, 2),
                "rounds": rounds,
                "seconds": round(seconds, 4),
            }
        )
    )
