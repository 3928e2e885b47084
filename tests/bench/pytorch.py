"""Times a training step of LeNet-5 in PyTorch on one thread: batch 32, Adam. Prints one line of JSON.

Usage: python3 pytorch.py WARM_UP STEPS
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)

model = nn.Sequential(
    nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
loss_of = nn.CrossEntropyLoss()
image = torch.randn(32, 1, 32, 32)
labels = torch.randint(10, (32,))


def step():
    optimizer.zero_grad()
    loss = loss_of(model(image), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


warm_up, steps = int(sys.argv[1]), int(sys.argv[2])
for _ in range(warm_up):
    step()
times = []
for _ in range(steps):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"medianMs": statistics.median(times), "version": torch.__version__}))
