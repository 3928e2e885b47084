/** The explorer on a page, over the reference executor's own numbers. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DataSetOffer } from '../../data/dataSet';
import { createReferenceExecutor } from '../../engine/executors/reference';
import type { ArrayValue, Inspection } from '../../engine/protocol';
import { currentInput } from '../../lab/currentInput';
import { networkOn, type DataForm } from '../../network/adapt';
import { buildInspection } from '../../network/build';
import { initialParameters } from '../../network/initialize';
import { networkNamed } from '../../network/zoo';
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/shape';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { View } from './View';

interface Answers {
  readonly activations: Record<string, ArrayValue>;
  readonly weights: Record<string, ArrayValue>;
  readonly input: ArrayValue;
  readonly probabilities: Float32Array;
}

async function answersOf(network: string, data?: DataForm): Promise<Answers> {
  const spec = data === undefined ? networkNamed(network) : networkOn(networkNamed(network), data);
  const shapeOfInput = spec.inputs[0]!.shape;
  const { graph, slots } = buildInspection(spec);
  const executor = createReferenceExecutor();
  const store = executor.createStore(slots);
  const parameters = initialParameters(spec, 3);
  for (const [slot, values] of parameters) store.write(slot, values);
  const names = spec.layers.map(({ name }) => name);
  const program = await executor.compile(graph, store, { outputs: [...names, 'probabilities'] });
  const random = randomStream(5, 'explorer.test');
  const image = Float32Array.from({ length: sizeOf(shapeOfInput) }, () => random.bell());
  program.write('image', image);
  program.run();
  const activations: Record<string, ArrayValue> = {};
  for (const name of names) {
    const shape = graph.nodes[graph.outputs[name]!]!.shape.slice(1);
    activations[name] = { shape, values: Float32Array.from(await program.read(name)) };
  }
  return {
    activations,
    weights: Object.fromEntries(slots.map(({ name, shape }) => [name, { shape, values: parameters.get(name)! }])),
    input: { shape: shapeOfInput, values: image },
    probabilities: Float32Array.from(await program.read('probabilities')),
  };
}

const usual: DataForm = { shape: [28, 28, 1], classes: 10 };
const answers = new Map<string, Answers>();
beforeAll(async () => {
  for (const network of ['lenet5', 'lenet5-1998', 'resnet-8']) answers.set(network, await answersOf(network, usual));
});

let run: FakeRun;
let root: Root;
let place: HTMLElement;
let questions: { layers: readonly string[]; slots: readonly string[] }[];

function show(visible = true): void {
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <View id="network" attributes={{ run: 'explorer-test', network: 'lenet5' }} visible={visible} />
      </RunSource>,
    ),
  );
}
function open(widthPx: number, network = 'lenet5'): void {
  place.style.width = `${widthPx}px`;
  run.report({ description: { ...run.store.getState().description, network } });
  show();
}
const layer = (name: string) => page.getByRole('radio', { name: new RegExp(`^${name}:`) });
const map = (name: string) => page.getByRole('application', { name: new RegExp(`^${name}`) });
const output = () => page.getByLabelText('Output of this cell');

beforeEach(() => {
  sessionStorage.clear();
  questions = [];
  run = fakeRun('explorer-test', {
    inspect: (_, layers, slots = []) => {
      questions.push({ layers, slots });
      const known = answers.get(run.store.getState().description.network)!;
      const inspection: Inspection = {
        step: 1,
        input: known.input,
        normalization: { mean: [100], deviation: [50] },
        activations: known.activations,
        probabilities: known.probabilities,
        weights: Object.fromEntries(slots.map((slot) => [slot, known.weights[slot]!])),
      };
      return Promise.resolve(inspection);
    },
    images: () => Promise.resolve({ shape: [28, 28, 1], pixels: new Uint8Array(784), labels: new Uint8Array([4]) }),
  });
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

describe.each([
  ['wide', 803],
  ['narrow', 358],
] as const)('%s', (_, widthPx) => {
  test('looking back: the answer says of which step it is', async () => {
    open(widthPx);
    flushSync(() => run.reportStatus({ step: 500 }));
    await expect.element(page.getByText(/The network says /)).toBeVisible();
    // The answers of this test are of step 1.
    flushSync(() => run.report({ view: { step: 1, isResting: true }, weightsVersion: 1 }));
    await expect.element(page.getByText(/At step 1 \(looking back\) the network says /)).toBeVisible();
  });

  test('network → layer → cell and back by keyboard', async () => {
    open(widthPx);
    if (widthPx > 700) {
      await expect.element(layer('conv1')).toBeChecked();
      (layer('conv1').element() as HTMLElement).focus();
      await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
      await expect.element(layer('conv2')).toBeChecked();
    } else {
      await userEvent.click(layer('conv2'));
    }
    await expect.element(page.getByText(/2,416 parameters/)).toBeVisible();
    await expect.element(page.getByRole('radiogroup', { name: 'Slices of filter 0' })).toBeVisible();
    (map('conv2, map 0').element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}{ArrowRight}');
    await expect.element(page.getByText('row 4, column 5, map 0', { exact: true })).toBeVisible();
    await expect.element(output()).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    expect(output().elements()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(layer('conv2')).toBeVisible();
    await expect.element(page.getByText(/61,706 parameters/)).toBeVisible();
  });

  test('nothing is wider than its place', async () => {
    open(widthPx);
    await userEvent.click(layer('conv2'));
    await userEvent.click(map('conv2, map 0'), { position: { x: 60, y: 60 } });
    await expect.element(output()).toBeVisible();
    expect(place.scrollWidth).toBeLessThanOrEqual(widthPx);
  });
});

/** The number in bold: the sum computed from the parts. */
function shownSum(): string {
  return document.querySelector('strong, tfoot td')?.textContent ?? '';
}

describe.each(['lenet5', 'lenet5-1998'])('%s', (network) => {
  test('every layer explains a cell, and the sum shown is the layer’s output to the printed digit', async () => {
    open(803, network);
    for (const { name, kind } of networkNamed(network).layers) {
      await userEvent.click(layer(name));
      (map(name).element() as HTMLElement).focus();
      await userEvent.keyboard('{Enter}');
      await expect.element(output(), { message: name }).toBeVisible();
      if (kind !== 'flatten') expect(shownSum(), name).toBe(output().element().textContent);
      expect(page.getByRole('alert').elements()).toEqual([]);
      await userEvent.keyboard('{Escape}');
    }
  });
});

test('a product lights up with its input and its weight, and says the arithmetic', async () => {
  open(803);
  await userEvent.click(map('conv1, map 0'), { position: { x: 90, y: 90 } });
  const grid = page.getByRole('group', { name: 'products' });
  (grid.getByRole('button').first().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowDown}');
  expect(document.querySelectorAll('[data-lit="true"]')).toHaveLength(3);
  await expect.element(page.getByText(/^−?\d\.\d{3} × −?\d\.\d{3} = −?\d\.\d{3}$/)).toBeVisible();
});

test('weights and activations come with one question; new weights are asked for; off the screen nothing is', async () => {
  open(803);
  await expect.poll(() => questions.length).toBeGreaterThan(0);
  expect(questions.at(-1)).toMatchObject({ slots: ['conv1.weight', 'conv1.bias'] });
  expect(questions.at(-1)?.layers).toContain('dense3');
  const before = questions.length;
  flushSync(() => run.report({ weightsVersion: 7 }));
  await expect.poll(() => questions.length).toBe(before + 1);
  show(false);
  flushSync(() => run.report({ weightsVersion: 8 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(questions).toHaveLength(before + 1);
});

test('the image: next, random, the reader’s drawing; and what the network says of it', async () => {
  const input = currentInput('explorer-test');
  input.showSample('test', 0);
  open(803);
  await expect.element(page.getByText(/Test image 0, labelled 4\. Not trained yet, the network guesses/)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Next image' }));
  expect(input.store.getState().sample.index).toBe(1);
  await userEvent.click(page.getByRole('button', { name: 'Random image' }));
  expect(input.store.getState().sample.index).toBeGreaterThan(1);
  await expect.element(page.getByRole('radio', { name: 'my drawing' })).toBeDisabled();
  flushSync(() => input.offerDrawing(new Uint8Array(784)));
  await userEvent.click(page.getByRole('radio', { name: 'my drawing' }));
  await expect.element(page.getByText(/^Your drawing\./)).toBeVisible();
  input.offerDrawing(null);
});

test('at the level of the network a table stands behind the drawing', async () => {
  open(803);
  await userEvent.click(page.getByRole('button', { name: 'LeNet-5' }));
  const table = page.getByRole('region', { name: 'The layers of LeNet-5' });
  await expect.element(table.getByRole('row', { name: /dense1 dense 120 48,120 48,000 32 × 32/ })).toBeVisible();
});

test('a place from a link is shown', async () => {
  sessionStorage.setItem(
    `figure:${location.pathname}#network`,
    JSON.stringify({
      link: null,
      state: { at: 'layer', layer: 'pool1', channel: 3, cell: { row: 2, column: 2 }, slice: 0, isTableShown: false },
    }),
  );
  open(803);
  await expect.element(page.getByText('row 2, column 2, map 3', { exact: true })).toBeVisible();
  await expect.element(page.getByText(/^max\(/)).toBeVisible();
});

describe('a network with ways around its blocks', () => {
  test.each([
    ['b2-add', 'the layers that lead here are added, cell by cell'],
    ['b2-shortcut', 'Cells are left out and maps of zeros added'],
    ['norm1', 'moved to mean 0 and variance 1'],
    ['average', 'of each map of the layer before, the mean is kept'],
  ])('%s says what it does; a cell of a convolution without bias shows its arithmetic', async (name, sentence) => {
    open(803, 'resnet-8');
    await layer(name).click();
    await expect.element(page.getByText(sentence)).toBeVisible();
    // It has no arithmetic to pick a cell for.
    await expect.element(page.getByText('Pick a cell to see how it came about.')).not.toBeInTheDocument();
    await layer('b2-conv1').click();
    await map('b2-conv1').click({ position: { x: 100, y: 100 } });
    await expect.element(output()).toBeVisible();
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });
});

describe('on pictures in colour, of three classes', () => {
  const things: DataSetOffer = {
    id: 'things',
    title: 'Things',
    origin: 'generated',
    classes: ['ball', 'cube', 'cone'],
    shape: [32, 32, 3],
    counts: { train: 10, validation: 1, test: 12 },
  };
  beforeAll(async () => {
    answers.set('colour', await answersOf('resnet-8', { shape: things.shape, classes: 3 }));
  });

  test.each([803, 358])(
    'at %i px: the picture is shown in its colours, its channels by name, classes by name',
    async (widthPx) => {
      run = fakeRun('explorer-test', {
        inspect: (_, _layers, slots = []) => {
          const known = answers.get('colour')!;
          return Promise.resolve({
            ...known,
            step: 1,
            normalization: { mean: [100, 110, 120], deviation: [50, 60, 70] },
            weights: Object.fromEntries(slots.map((slot) => [slot, known.weights[slot]!])),
          });
        },
        images: () =>
          Promise.resolve({ shape: [32, 32, 3], pixels: new Uint8Array(3072), labels: new Uint8Array([2]) }),
      });
      run.report({
        dataSets: [things],
        description: { ...run.store.getState().description, dataSet: 'things' },
      });
      currentInput('explorer-test').showSample('test', 0);
      open(widthPx, 'resnet-8');
      await expect
        .element(
          page.getByText(/Test image 0, labelled cone\. Not trained yet, the network guesses (ball|cube|cone) \(/),
        )
        .toBeVisible();
      // The bytes that the values came from, in the fourth cell of the fourth row.
      const { values } = answers.get('colour')!.input;
      const seen = [100, 110, 120].map((mean, c) =>
        Math.round(Math.min(255, Math.max(0, values[297 + c]! * [50, 60, 70][c]! + mean))),
      );
      const canvas = page
        .getByRole('img', { name: 'The image that the network looks at' })
        .element()
        .querySelector('canvas')!;
      await expect.poll(() => [...canvas.getContext('2d')!.getImageData(3, 3, 1, 1).data]).toEqual([...seen, 255]);
      await layer('conv1').click();
      await expect.element(page.getByText('from image, red')).toBeVisible();
      await map('conv1, map 0').click({ position: { x: 60, y: 60 } });
      await expect.element(output()).toBeVisible();
      await expect.element(page.getByRole('radiogroup', { name: 'Maps of image' }).getByText('blue')).toBeVisible();
      expect(page.getByRole('alert').elements()).toEqual([]);
      expect(place.scrollWidth).toBeLessThanOrEqual(widthPx);
      await userEvent.keyboard('{Escape}{Escape}');
      await layer('dense').click();
      await expect.element(page.getByText(/195 parameters/).first()).toBeVisible();
    },
  );
});
