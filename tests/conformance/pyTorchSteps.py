"""
Ten steps of each optimizer by PyTorch, printed as pyTorchSteps.ts:

    python3 tests/conformance/pyTorchSteps.py > tests/conformance/pyTorchSteps.ts

The problem: softmax regression of two examples with two features, float64. Weights [2 features, 2 classes], row-major.
"""
import json

import torch

IMAGE = [[1.0, -2.0], [0.5, 3.0]]
LABELS = [0, 1]
WEIGHT = [[0.5, -0.25], [1.0, 0.75]]
BIAS = [0.1, -0.2]
STEPS = 10

# Name of ours, PyTorch's class, its arguments; penalties and decay on the weight alone; clipping; L1 by hand.
CASES = [
    ("sgd", {}, "SGD", dict(lr=0.25)),
    ("momentum", {}, "SGD", dict(lr=0.25, momentum=0.9)),
    ("nesterov", {}, "SGD", dict(lr=0.25, momentum=0.9, nesterov=True)),
    ("adagrad", {}, "Adagrad", dict(lr=0.25, eps=1e-10)),
    ("adadelta", {}, "Adadelta", dict(lr=1.0, rho=0.95, eps=1e-6)),
    ("rmsprop", {}, "RMSprop", dict(lr=0.125, alpha=0.9, eps=1e-8)),
    ("adam", {}, "Adam", dict(lr=0.25, betas=(0.9, 0.999), eps=1e-8)),
    ("adamw", {}, "AdamW", dict(lr=0.25, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)),
    ("adamw", dict(weightDecay=0.5), "AdamW", dict(lr=0.25, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.5)),
    ("momentum", dict(l2=0.125), "SGD", dict(lr=0.25, momentum=0.9, weight_decay=0.125)),
    ("adam", dict(l2=0.125, epsilon=0.01), "Adam", dict(lr=0.25, eps=0.01, weight_decay=0.125)),
    ("sgd", dict(l1=0.0625), "SGD", dict(lr=0.25)),
    ("sgd", dict(clipNorm=0.25), "SGD", dict(lr=0.25)),
    ("nesterov", dict(clipNorm=0.25, l2=0.125), "SGD", dict(lr=0.25, momentum=0.9, nesterov=True, weight_decay=0.125)),
]


def trajectory(coefficients, optimizer, arguments):
    weight = torch.tensor(WEIGHT, dtype=torch.float64, requires_grad=True)
    bias = torch.tensor(BIAS, dtype=torch.float64, requires_grad=True)
    for_weights = {"weight_decay": arguments["weight_decay"]} if "weight_decay" in arguments else {}
    for_biases = {"weight_decay": 0.0} if for_weights else {}
    groups = [{"params": [weight], **for_weights}, {"params": [bias], **for_biases}]
    made = getattr(torch.optim, optimizer)(groups, **arguments)
    image = torch.tensor(IMAGE, dtype=torch.float64)
    rows = []
    for _ in range(STEPS):
        made.zero_grad()
        torch.nn.functional.cross_entropy(image @ weight + bias, torch.tensor(LABELS)).backward()
        if "clipNorm" in coefficients:
            torch.nn.utils.clip_grad_norm_([weight, bias], coefficients["clipNorm"])
        if "l1" in coefficients:
            weight.grad += coefficients["l1"] * torch.sign(weight.detach())
        made.step()
        rows.append([round(value, 9) for value in [*weight.detach().flatten().tolist(), *bias.detach().tolist()]])
    return rows


print("/** Made by pyTorchSteps.py with PyTorch %s; not to be edited. Rows: weight, then bias, after each step. */" % torch.__version__.split("+")[0])
print("import type { Coefficients } from '../../src/network/hyperparameters';")
print("import type { OptimizerName } from '../../src/network/spec';")
print()
print("export const problem = %s;" % json.dumps(dict(image=sum(IMAGE, []), labels=LABELS, weight=sum(WEIGHT, []), bias=BIAS)))
print()
print("export const trajectories: readonly {")
print("  readonly optimizer: OptimizerName;")
print("  readonly learningRate: number;")
print("  readonly coefficients: Coefficients;")
print("  readonly rows: readonly (readonly number[])[];")
print("}[] = [")
for name, coefficients, optimizer, arguments in CASES:
    rows = trajectory(coefficients, optimizer, arguments)
    print(json.dumps(dict(optimizer=name, learningRate=arguments["lr"], coefficients=coefficients, rows=rows)) + ",")
print("];")
