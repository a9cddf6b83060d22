"""A node in Python: trains the logistic model of a FedAvg run for a coordinator that 'fed serve' started. Needs grpcio, grpcio-tools and NumPy.

usage: client.py URL --data FILE.npz --partition FILE.json [--slots N] [--name TEXT]; a token in the variable FED_TOKEN or in --token-file FILE
"""
import argparse
import concurrent.futures
import contextlib
import hashlib
import importlib
import json
import os
import pathlib
import random
import socket
import sys
import tempfile
import threading
import time

import grpc
import numpy as np
from grpc_tools import protoc

VERSION = 1           # of the protocol
CHUNK = 1 << 20       # bytes of the longest chunk
PATIENCE = 600        # seconds without a coordinator until the node gives up


def stubs():
    """Messages and service of device.proto, compiled into a folder that is gone afterwards."""
    source = pathlib.Path(__file__).resolve().parents[2] / "src/Protocol/Proto"
    with tempfile.TemporaryDirectory() as target:
        if protoc.main(["", f"-I{source}", f"--python_out={target}", f"--grpc_python_out={target}", "device.proto"]) != 0:
            sys.exit(f"{source}/device.proto could not be compiled")
        sys.path.insert(0, target)
        return importlib.import_module("device_pb2"), importlib.import_module("device_pb2_grpc")


pb, pb_grpc = stubs()


def read_experiment(text):
    """Values by full name, 'local.epochs'. Enough for what a coordinator sends: all defaults filled in, one key a line, two spaces a level."""
    values, path = {}, []
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        level = (len(key) - len(key.lstrip())) // 2
        if not colon or key.lstrip().startswith("-"):
            continue
        path[level:] = [key.strip()]
        values[".".join(path)] = value.strip().strip("'\"")
    return values


class Trainee:
    """FedAvg's client rule for softmax(W x + b) with cross-entropy."""

    def __init__(self, reply, data, clients):
        self.settings = settings = read_experiment(reply.experiment)
        for key, known in {"task": "classification", "model.name": "logistic", "algorithm.name": "fedavg", "data.name": "arrays",
                           "data.augment": "none", "data.mean": None, "data.train_samples": None, "precision": "float32"}.items():
            if settings.get(key) != known:
                sys.exit(f"{key}: {settings.get(key)}; expected {known or 'none'}: this example does no more")
        self.x = data["train_x"].reshape(len(data["train_x"]), -1).astype(np.float32) / (255 if data["train_x"].dtype == np.uint8 else 1)
        self.y = data["train_y"].astype(np.int64)
        self.clients = [np.asarray(client, dtype=np.int64) for client in clients]
        self.features = self.x.shape[1]
        self.classes = reply.dimension // (self.features + 1)
        # What the coordinator calls its model is SHA-256 of names and shapes, a line each.
        layout = f"fc1.weight[{self.classes},{self.features}]\nfc1.bias[{self.classes}]\n"
        if hashlib.sha256(layout.encode()).hexdigest() != reply.model:
            sys.exit(f"the coordinator's model is not\n{layout}")
        # The split: of every client the number of samples, then their indices, all int32, little-endian.
        split = np.concatenate([np.array([len(client), *client], dtype="<i4") for client in self.clients])
        if hashlib.sha256(split.tobytes()).hexdigest() != reply.partition:
            sys.exit("the coordinator's split is another one: --partition must be the experiment's partition.path")
        if (list(reply.vectors.down), list(reply.vectors.up), list(reply.vectors.kept)) != (["x"], ["delta"], []):
            sys.exit(f"other vectors travel than FedAvg's: {reply.vectors}")

    def number(self, key):
        text = self.settings.get(key, "")
        return float(text.replace(".inf", "inf")) if text else None

    def gradient(self, point, batch):
        """Mean loss of a mini-batch, and its gradient: weight [classes, features], then bias [classes]."""
        weight, bias = point[:-self.classes].reshape(self.classes, self.features), point[-self.classes:]
        x, y, rows = self.x[batch], self.y[batch], np.arange(len(batch))
        logits = x @ weight.T + bias
        logits -= logits.max(axis=1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        p = np.exp(log_p)
        p[rows, y] -= 1
        p /= len(batch)
        return -log_p[rows, y].mean(dtype=np.float64), np.concatenate([(p.T @ x).ravel(), p.sum(axis=0)])

    def batches(self, samples, task):
        """Mini-batches, epoch after epoch; a shuffle depends on seed, round and client only, so that doing a task again gives the same."""
        draw = np.random.default_rng([int(self.settings["seed"]), task.round, task.client])
        size = int(self.number("local.batch_size"))
        while True:
            if self.settings["local.order"] == "shuffled":
                samples = draw.permutation(samples)
            for start in range(0, len(samples), size):  # the last one may be smaller
                yield samples[start:start + size]

    def train(self, task, start):
        """x_{k+1} = x_k - eta (clip(g) + wd x_k); x_K - x_0 goes up."""
        samples, size = self.clients[task.client], int(self.number("local.batch_size"))
        epochs, given = int(self.number("local.epochs")), self.number("local.steps")
        steps = int(given or epochs * -(-len(samples) // size))
        decay, longest = self.number("local.weight_decay"), self.number("local.clip_norm")
        point, losses = start.copy(), 0.0
        for _, batch in zip(range(steps), self.batches(samples, task)):
            loss, g = self.gradient(point, batch)
            losses += loss
            clip = min(1.0, longest / (float(np.linalg.norm(g.astype(np.float64))) + 1e-6))
            # Factors in double precision; vectors stay float32.
            point = np.float32(1 - task.learning_rate * decay) * point - np.float32(task.learning_rate * clip) * g
        delta = point - start
        return delta, pb.SubmitHeader(mean_loss=losses / steps, steps=steps, nominal_steps=given or epochs * len(samples) / size,
                                      finite=bool(np.isfinite(delta).all()))


class Stay:
    """One stay with the coordinator: from joining until the run is over or the connection breaks."""

    def __init__(self, device, reply, trainee, slots):
        self.device, self.reply, self.trainee = device, reply, trainee
        self.pool = concurrent.futures.ThreadPoolExecutor(slots)
        self.over, self.failure = threading.Event(), None
        self.vectors, self.lock = {}, threading.Lock()

    def run(self):
        """Returns Finished, or None if the coordinator ended the stream without it."""
        self.stream = self.device.Tasks(pb.TasksRequest(session=self.reply.session))
        beating = threading.Thread(target=self.guard, args=(self.beat,), daemon=True)
        beating.start()
        try:
            for event in self.stream:
                if event.WhichOneof("kind") == "task":
                    self.pool.submit(self.guard, self.work, event.task)
                elif event.WhichOneof("kind") == "finished":
                    return event.finished
        except grpc.RpcError as error:
            raise self.failure or error
        finally:
            self.over.set()
            self.stream.cancel()
            self.pool.shutdown(wait=False, cancel_futures=True)  # closing the channel ends their calls

    def guard(self, action, *arguments):
        """What goes wrong with one piece of work ends the stay."""
        try:
            if not self.over.is_set():
                action(*arguments)
        except Exception as error:
            self.failure = self.failure or error
            self.stream.cancel()

    def beat(self):
        while not self.over.wait(self.reply.lease_seconds / 3):
            self.device.Heartbeat(pb.HeartbeatRequest(session=self.reply.session), timeout=self.reply.lease_seconds)

    def work(self, task):
        update, header = self.trainee.train(task, self.fetch(task.down[0]))
        content = update.astype("<f4").tobytes()
        header.session, header.lease, header.up = self.reply.session, task.lease, len(content)
        header.sha256 = hashlib.sha256(content).digest()

        def parts():
            yield pb.SubmitRequest(header=header)
            for at in range(0, len(content), CHUNK):
                yield pb.SubmitRequest(chunk=pb.Chunk(offset=at, data=content[at:at + CHUNK]))

        accepted = self.device.Submit(parts()).accepted
        say(f"round {task.round}, client {task.client}: loss {header.mean_loss:.4f}{'' if accepted else ', came too late'}")

    def fetch(self, sha256):
        """A vector by its hash, fetched once for all clients of the round; the last four stay."""
        with self.lock:
            if sha256 not in self.vectors:
                request = pb.FetchRequest(session=self.reply.session, sha256=sha256)
                content = b"".join(chunk.data for chunk in self.device.Fetch(request))
                if hashlib.sha256(content).digest() != sha256:
                    raise ConnectionError("a vector does not have the hash that names it")
                while len(self.vectors) >= 4:
                    del self.vectors[next(iter(self.vectors))]
                self.vectors[sha256] = np.frombuffer(content, dtype="<f4").astype(np.float32)
            return self.vectors[sha256]


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}\n", end="", flush=True)  # one write: lines of threads do not mix


def main():
    parser = argparse.ArgumentParser(description="Work for a coordinator until its run is over")
    parser.add_argument("url", help="where the coordinator listens, for example http://127.0.0.1:7070")
    parser.add_argument("--data", required=True, help="the experiment's data.path, an .npz file")
    parser.add_argument("--partition", required=True, help="the experiment's partition.path, a .json file")
    parser.add_argument("--token-file", help="a file with the token [default: the variable FED_TOKEN]")
    parser.add_argument("--slots", type=int, default=1, help="tasks at the same time")
    parser.add_argument("--name", default=f"{socket.gethostname()}-{os.getpid()}-python", help="name for logs")
    options = parser.parse_args()
    if not options.url.startswith("http://"):
        sys.exit(f"{options.url}: not an address that this example reaches; expected for example http://127.0.0.1:7070")

    with np.load(options.data) as file:
        data = dict(file)
    clients = json.loads(pathlib.Path(options.partition).read_text())
    token = pathlib.Path(options.token_file).read_text().strip() if options.token_file else os.environ.get("FED_TOKEN", "")
    credential = os.urandom(32)  # binds a token that is used once to this process
    pause, lost, session = 0.1, time.monotonic(), ""
    while True:
        # A new channel each time: an old one has a back-off of its own.
        with grpc.insecure_channel(options.url.removeprefix("http://")) as channel:
            device, joined = pb_grpc.DeviceStub(channel), False
            try:
                reply = device.Join(pb.JoinRequest(
                    version=VERSION, name=options.name, token=token, credential=credential, slots=options.slots, previous=session))
                joined, pause, session = True, 0.1, reply.session
                say(f"joined {options.url} as {options.name}")
                finished = Stay(device, reply, Trainee(reply, data, clients), options.slots).run()
                if finished is not None:
                    with contextlib.suppress(grpc.RpcError):  # it waits for nodes that have not heard it
                        device.Leave(pb.LeaveRequest(session=session), timeout=5)
                    sys.exit(finished.error or None)
                why = "the coordinator ended the stream"
            except ConnectionError as error:
                why = str(error)
            except grpc.RpcError as error:
                why = f"{error.code().name}: {error.details()}"
                if error.code() in (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.INVALID_ARGUMENT):
                    sys.exit(f"{options.url}: {error.details()}")
        if joined:
            lost = time.monotonic()
        elif time.monotonic() - lost > PATIENCE:
            sys.exit(f"{options.url} was not reached for {PATIENCE // 60} minutes: {why}")
        say(f"{why}; again in about {pause:.1f} s")
        time.sleep(pause * random.uniform(0.5, 1.5))  # with jitter: not all nodes come back at once
        pause = min(2 * pause, 10)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
