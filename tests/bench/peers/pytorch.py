"""Times a training step in PyTorch: batch 32, Adam. Prints one line of JSON.

Usage: python3 pytorch.py NETWORK WARM_UP STEPS [THREADS]
"""

import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def convolution(inputs, outputs, stride=1, bias=True):
    return nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=bias)


class Block(nn.Module):
    """Two convolutions with batch normalization around a shortcut without weights (He et al. 2016, option A)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.extra = stride, outputs - inputs
        self.body = nn.Sequential(
            convolution(inputs, outputs, stride, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            convolution(outputs, outputs, bias=False), nn.BatchNorm2d(outputs),
        )

    def forward(self, x):
        shortcut = x
        if self.stride > 1 or self.extra > 0:
            shortcut = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.extra))
        return F.relu(self.body(x) + shortcut)


def residual(blocks):
    layers = [convolution(3, 16, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    channels = 16
    for outputs in (16, 32, 64):
        for block in range(blocks):
            layers.append(Block(channels, outputs, 2 if block == 0 and outputs > 16 else 1))
            channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def small_vgg():
    layers, channels = [], 3
    for outputs in (32, 64, 128):
        for _ in range(2):
            layers += [convolution(channels, outputs), nn.ReLU()]
            channels = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, 128), nn.ReLU(), nn.Linear(128, 10))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def mlp():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)
    )


# The network and the shape of its input (channels, height, width), by the names of the zoo.
networks = {
    "lenet5": (lenet5, (1, 32, 32)),
    "mlp": (mlp, (1, 28, 28)),
    "small-vgg": (small_vgg, (3, 32, 32)),
    "resnet-8": (lambda: residual(1), (3, 32, 32)),
    "resnet-20": (lambda: residual(3), (3, 32, 32)),
}

name, warm_up, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
torch.manual_seed(1)
# As fast as it can be: an overfitted batch leaves denormal moments behind.
torch.set_flush_denormal(True)
make, shape = networks[name]
model = make()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
loss_of = nn.CrossEntropyLoss()
image = torch.randn(32, *shape)
labels = torch.randint(10, (32,))


def step():
    optimizer.zero_grad()
    loss = loss_of(model(image), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


for _ in range(warm_up):
    step()
times = []
for _ in range(steps):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({
    "medianMs": statistics.median(times),
    "version": torch.__version__,
    "parameters": sum(p.numel() for p in model.parameters()),
}))
