import { csvParse } from 'd3-dsv';
import { describe, expect, test } from 'vitest';
import { buildTraining } from '../network/build';
import { checkNetworkSpec } from '../network/checkSpec';
import { descriptionHash } from '../network/descriptionHash';
import { networkNamed, zoo } from '../network/zoo';
import { curvesCsv, descriptionJson, runFileName, type DescribedRun } from './runFile';

const description = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  augmentation: { shift: 1 },
  seeds: { initialization: 1, order: 2, generator: 3 },
} as const;

const run = (change: Partial<DescribedRun> = {}): DescribedRun => ({
  name: 'lenet',
  description,
  origin: { ...description, learningRate: 0.01 },
  history: [{ step: 400, change: { learningRate: 0.001 } }],
  dataSets: [],
  status: null,
  environment: {
    executors: [{ name: 'wasm', available: true, detail: 'WebAssembly SIMD, 3 threads', stepMs: 1.25 }],
    chosen: 'wasm',
    reason: 'fastest here',
  },
  trainPoints: [{ step: 10, loss: 0.1 + 0.2, accuracy: 1 / 3 }],
  testPoints: [],
  ...change,
});

describe('curves', () => {
  test('every measurement comes back as it was, to the last digit; what was not measured is empty', () => {
    const text = curvesCsv(
      [
        { step: 10, loss: 0.1 + 0.2, accuracy: 1 / 3 },
        { step: 20, loss: 1e-9, accuracy: 1 },
        { step: 40, loss: NaN, accuracy: 0 },
      ],
      [
        { step: 0, loss: Math.LN10, accuracy: 0.1 },
        { step: 20, loss: 2 / 7, accuracy: 0.97 },
      ],
    );
    const rows = csvParse(text);
    expect(rows.columns).toEqual(['step', 'training loss', 'training accuracy', 'test loss', 'test accuracy']);
    const numbers = rows.map((row) => rows.columns.map((column) => (row[column] === '' ? null : Number(row[column]))));
    expect(numbers).toEqual([
      [0, null, null, Math.LN10, 0.1],
      [10, 0.1 + 0.2, 1 / 3, null, null],
      [20, 1e-9, 1, 2 / 7, 0.97],
      [40, null, 0, null, null],
    ]);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  test('a run without points is its head line', () => {
    expect(curvesCsv([], [])).toBe('step,training loss,training accuracy,test loss,test accuracy\r\n');
  });
});

interface ReadFile {
  readonly format: string;
  readonly version: number;
  readonly run: Record<string, unknown>;
  readonly executor: unknown;
  readonly network: {
    readonly hash: string;
    readonly spec: unknown;
    readonly parameters: number;
    readonly layers: { name: string; shape: number[] }[];
  };
  readonly graph: {
    readonly batchSize: number;
    readonly nodes: {
      name: string;
      op: string;
      inputs: string[];
      shape: number[];
      attributes: { values?: number[] };
    }[];
    readonly outputs: Record<string, string>;
    readonly updates: { slot: string; value: string }[];
  };
}
const read = (from: DescribedRun): ReadFile => JSON.parse(descriptionJson(from)) as ReadFile;

describe('description', () => {
  test('it begins with what it is, and tells the settings, where they came from and who computes', () => {
    const text = descriptionJson(run());
    expect(text.slice(0, 300)).toMatch(
      /^\{\n "what": "A run of .*",\n "format": "receptive-field\/run-description",\n "version": 1,/,
    );
    const { run: told, executor } = read(run());
    expect(told).toMatchObject({
      name: 'lenet',
      description,
      origin: { learningRate: 0.01 },
      history: [{ step: 400, change: { learningRate: 0.001 } }],
      last: { train: { step: 10, loss: 0.1 + 0.2 }, test: null },
    });
    expect(executor).toEqual({ name: null, detail: null, reason: 'fastest here' });
  });

  test('its network is one that can be built again, with the shape of every layer', () => {
    const { network } = read(run());
    const spec = checkNetworkSpec(network.spec);
    expect(descriptionHash(spec)).toBe(network.hash);
    expect(network.parameters).toBe(61_706);
    expect(network.layers.find(({ name }) => name === 'conv2')?.shape).toEqual([10, 10, 16]);
  });

  test('its graph has every node after what it uses, under its name, with numbers in place of typed arrays', () => {
    const { graph } = read(run({ description: { ...description, network: 'lenet5-1998', batchSize: 4 } }));
    const built = buildTraining(networkNamed('lenet5-1998'), { batchSize: 4, optimizer: 'adam' }).graph;
    expect(graph.nodes.map(({ name, op, shape }) => ({ name, op, shape }))).toEqual(
      built.nodes.map(({ name, op, shape }) => ({ name, op, shape })),
    );
    const seen = new Set<string>();
    for (const { name, inputs } of graph.nodes) {
      expect(inputs.filter((input) => !seen.has(input))).toEqual([]);
      seen.add(name);
    }
    const constant = graph.nodes.find(({ op }) => op === 'constant');
    expect(constant?.attributes.values?.length).toBeGreaterThan(10);
    expect(graph.outputs['loss']).toBe('loss');
    expect(graph.updates.map(({ slot }) => slot)).toContain('C1.weight');
    expect(graph.batchSize).toBe(4);
  });

  test.each(zoo.map(({ name }) => name))('%s has one', (network) => {
    const dataSet = network === 'rhythm-cnn' ? 'rhythms' : network.startsWith('lenet') ? 'digits' : 'things';
    const { graph } = read(run({ description: { ...description, network, dataSet } }));
    expect(graph.nodes.length).toBeGreaterThan(20);
  });
});

test('a file says of what and when it is', () => {
  const status = { step: 1875 } as NonNullable<DescribedRun['status']>;
  expect(runFileName(run({ status }), 'curves', 'csv')).toBe('lenet5-digits-step-1875-curves.csv');
});
