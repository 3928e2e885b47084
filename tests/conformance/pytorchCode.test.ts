/**
 * Files that the book saves, read back by PyTorch: the program that the book shows for a network (`network/pytorchCode.ts`) is run as it stands,
 * on the file that the engine writes, and gives the scores that our executor gives. The one for LeNet-5 is taken out of the README.
 *
 * PyTorch is asked where `PYTHON` (default python3) can import torch. Elsewhere its scores of a run before are read from
 * `pytorchScores.json`, which `PYTORCH_SCORES=write npx vitest run tests/conformance/pytorchCode.test.ts` makes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { placePixels } from '../../src/data/batches';
import type { ImageShape } from '../../src/data/dataSet';
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { savedWeights } from '../../src/engine/savedWeights';
import { networkOn } from '../../src/network/adapt';
import { buildInspection } from '../../src/network/build';
import { initialParameters } from '../../src/network/initialize';
import { pytorchCode } from '../../src/network/pytorchCode';
import type { NetworkSpec } from '../../src/network/spec';
import { networkNamed, zoo } from '../../src/network/zoo';
import { randomStream } from '../../src/tensor/random';

const root = join(import.meta.dirname, '../..');
const stored = join(import.meta.dirname, 'pytorchScores.json');
const interpreter = process.env['PYTHON'] ?? 'python3';
const hasTorch = spawnSync(interpreter, ['-c', 'import torch'], { timeout: 120_000 }).status === 0;
const IMAGES = 3;
/** Of a score, or of 1 where that is larger: sums of thousands of float32 products in another order. */
const TOLERANCE = 1e-5;

interface Case {
  readonly title: string;
  readonly spec: NetworkSpec;
  readonly shape: ImageShape;
  readonly fileName: string;
  readonly code: string;
}

function caseOf(name: string, shape: ImageShape, classes = 10): Case {
  const spec = networkOn(networkNamed(name), { shape, classes });
  const fileName = `${name}-${shape.join('x')}.safetensors`;
  return { title: `${name} on ${shape.join('×')}`, spec, shape, fileName, code: pytorchCode(spec, shape, fileName) };
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [, snippet = ''] = /```python\n([\s\S]*?)```/.exec(readme) ?? [];
const cases: readonly Case[] = [
  {
    ...caseOf('lenet5', [28, 28, 1]),
    title: 'LeNet-5 as the README has it',
    fileName: 'lenet5.safetensors',
    code: snippet,
  },
  // The border is not the same on all sides, and the classes are others.
  caseOf('lenet5', [27, 29, 1], 7),
  caseOf('mlp', [28, 28, 1]),
  caseOf('small-alexnet', [32, 32, 3]),
  caseOf('small-vgg', [32, 32, 3]),
  caseOf('inception', [32, 32, 3]),
  caseOf('resnet-8', [32, 32, 3]),
  // An odd side: the padding of a stride of 2 is the same on both sides.
  caseOf('resnet-8', [33, 33, 3]),
];

const folder = mkdtempSync(join(tmpdir(), 'pytorch-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const normalization = (channels: number) => ({
  mean: Array.from({ length: channels }, (_, c) => 100 + 10 * c),
  deviation: Array.from({ length: channels }, (_, c) => 60 + c),
});

function pixelsOf({ shape }: Case): readonly Uint8Array[] {
  const random = randomStream(5, 'images');
  const size = shape[0] * shape[1] * shape[2];
  return Array.from({ length: IMAGES }, () => Uint8Array.from({ length: size }, () => random.integer(256)));
}

/** Random numbers everywhere, in biases and running statistics too, where a fresh network has zeros and ones. */
function parametersOf(spec: NetworkSpec): Map<string, Float32Array> {
  const values = initialParameters(spec, 7);
  for (const [slot, numbers] of values) {
    const random = randomStream(8, slot);
    for (let k = 0; k < numbers.length; k++)
      numbers[k]! += (random.uniform() - (slot.endsWith('runningVariance') ? 0.3 : 0.5)) * 0.1;
  }
  return values;
}

async function ourScores({ spec, shape, fileName }: Case, pixels: readonly Uint8Array[]): Promise<number[][]> {
  const executor = createWasmExecutor(await loadKernelModule());
  const built = buildInspection(spec);
  const store = executor.createStore(built.slots);
  const values = parametersOf(spec);
  for (const [slot, numbers] of values) store.write(slot, numbers);
  const info = { id: 'digits', classes: ['a'], shape, normalization: normalization(shape[2]) } as const;
  const description = { network: spec.name } as Parameters<typeof savedWeights>[2]['description'];
  const { bytes } = savedWeights(spec, info, { description, step: 1, slots: Object.fromEntries(values) });
  writeFileSync(join(folder, fileName), bytes);
  const logits = spec.losses[0]?.from ?? '';
  const program = await executor.compile(built.graph, store, { outputs: [logits] });
  const inputShape = spec.inputs[0]?.shape ?? [0, 0, 0];
  const input = new Float32Array(inputShape[0] * inputShape[1] * inputShape[2]);
  const scores: number[][] = [];
  for (const image of pixels) {
    placePixels(image, shape, inputShape, info.normalization, input);
    program.write('image', input);
    program.run();
    scores.push([...(await program.read(logits))]);
  }
  executor.dispose();
  return scores;
}

/** Runs the programs as they stand, each with a line behind that hands it the images, [N,H,W,C] bytes, and prints its scores. */
const runner = `
import json, sys, torch
for program, file, shape in json.load(open('cases.json')):
    names = {}
    exec(open(program).read(), names)
    image = torch.tensor(json.load(open(file))).float().reshape(-1, *shape).permute(0, 3, 1, 2)
    with torch.no_grad():
        print(json.dumps(names['scores'](image).tolist()))
`;

function pytorchScores(): number[][][] {
  const listed = cases.map((entry, index) => {
    writeFileSync(join(folder, `${index}.py`), entry.code);
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(pixelsOf(entry).map((image) => [...image])));
    return [`${index}.py`, `${index}.json`, entry.shape];
  });
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(listed));
  const { status, stdout, stderr } = spawnSync(interpreter, ['-c', runner], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`PyTorch did not run the programs: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as number[][]);
}

describe(`scores by PyTorch (${hasTorch ? 'run now' : `stored: ${interpreter} cannot import torch; PYTHON names another`})`, async () => {
  const ours = new Map<Case, number[][]>();
  for (const entry of cases) ours.set(entry, await ourScores(entry, pixelsOf(entry)));
  const theirs = hasTorch ? pytorchScores() : (JSON.parse(readFileSync(stored, 'utf8')) as number[][][]);
  if (hasTorch && process.env['PYTORCH_SCORES'] === 'write') {
    const rounded = theirs.map((images) => images.map((row) => row.map((score) => Number(score.toPrecision(9)))));
    writeFileSync(stored, `[\n${rounded.map((images) => JSON.stringify(images)).join(',\n')}\n]\n`);
  }

  test.each(cases.map((entry, index) => [entry.title, entry, index] as const))('%s', (_, entry, index) => {
    const scores = ours.get(entry) ?? [];
    expect(scores).toHaveLength(IMAGES);
    scores.flat().forEach((score, k) => {
      const expected = theirs[index]?.flat()[k] ?? NaN;
      expect(Math.abs(score - expected)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(expected)));
    });
    expect(theirs[index]?.flat()).toHaveLength(scores.flat().length);
  });
});

test('the README’s program is the one that the figure shows after saving', () => {
  expect(snippet).toBe(pytorchCode(networkNamed('lenet5'), [28, 28, 1], 'lenet5.safetensors'));
});

test('what PyTorch has no layer for is refused by name', () => {
  const original = zoo.find(({ name }) => name === 'lenet5-1998')!;
  expect(() => pytorchCode(original, [28, 28, 1], 'a')).toThrow(
    'LeNet-5 of 1998 in PyTorch: layer C1-tanh (activation): expected a layer that PyTorch has, found the function scaledTanh. ' +
      'The weights can be read all the same; this layer is yours to write.',
  );
});
