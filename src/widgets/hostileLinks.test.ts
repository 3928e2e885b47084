/**
 * Links that nobody made honestly: valid ones with bits flipped, cut, swapped and stuffed, with the check mark put right again, and states
 * with anything anywhere. Whatever comes, a figure gets a state that its own check accepts, or a sentence; soon, and never an exception.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LinkError, readLink } from '../lab/link/linkText';
import { marksUpTo } from '../lab/runLink/marks';
import type { Mark } from '../lab/runLink/print';
import { readRunLink, writeRunLink } from '../lab/runLink/runLink';
import type { RunLink } from '../lab/runLink/runLink';
import { defaultDescription } from '../lab/runs';
import { hyperparameterProblem } from '../network/hyperparameters';
import { scheduleProblem } from '../network/schedule';
import { firstState as firstViewer, viewerForm } from './dataset-viewer/state';
import { explorerForm, firstState as firstExplorer } from './network-explorer/state';
import { firstGallery, galleryForm } from './right-and-wrong/state';
import { settingsOf } from './trainer/settings';
import { initialState, trainerForm } from './trainer/state';
import type { TrainerState } from './trainer/state';
import { decodeState, encodeState } from './widgetState';
import type { LinkForm } from './widgetState';

const trainer = trainerForm(['lenet5', 'lenet5-1998']);
const forms = [trainer, galleryForm, explorerForm, viewerForm] as const;
/** Long enough for a machine that is busy with other things. */
const MOST_MS = 20;

const states: readonly unknown[] = [
  initialState,
  { ...initialState, settings: settingsOf(defaultDescription), locked: ['data'], hidden: ['lab'] },
  {
    ...initialState,
    guess: 0.5,
    settings: settingsOf({
      ...defaultDescription,
      optimizer: 'nesterov',
      coefficients: { momentum: 0.8, l2: 0.0001 },
      schedule: { kind: 'cosine', steps: 2000, floor: 0.1 },
      corruption: { labelNoise: 0.4, labelNoiseKind: 'next' },
      augmentation: { shift: 2, erase: 0.5 },
      start: { file: '0123456789abcdef'.repeat(4), name: 'mine.safetensors' },
      dataSet: 'own-shells',
    }),
  },
  firstGallery,
  { filter: { kind: 'cell', truth: 4, predicted: 9 }, order: 'unsure', page: 2 },
  firstExplorer,
  { at: 'layer', layer: 'conv2', channel: 5, cell: { row: 3, column: 4 }, slice: 2, isTableShown: true },
  firstViewer('things', 'train', 'twins'),
];
const anything = (form: LinkForm<never>): LinkForm<unknown> => ({ ...form, check: (value) => value });
const firstFormOf = (json: string): string => Buffer.from(json).toString('base64url');
const secondFormsOf = (state: unknown): readonly string[] =>
  forms.map((form) => encodeState(state, anything(form as unknown as LinkForm<never>)));
/** A run of 130 steps with a fork, and one that began otherwise in everything. */
const runs: readonly string[] = [
  writeRunLink({
    origin: defaultDescription,
    history: [
      { step: 30, change: { optimizer: 'momentum', learningRate: 0.01 } },
      { step: 65, change: { coefficients: { l2: 0.0005 } } },
    ],
    print: { lastStep: 130, executor: 'wasm', build: 'WebAssembly SIMD, 1 thread', marks: curve(130) },
  }),
  writeRunLink({
    origin: {
      ...defaultDescription,
      network: 'resnet-8',
      dataSet: 'own-shells',
      start: { file: '0123456789abcdef'.repeat(4), name: 'mine.safetensors' },
      augmentation: { flip: 0.5 },
      schedule: { kind: 'step', every: 100, factor: 0.5 },
      seeds: { initialization: 7, order: 8, generator: 9 },
    },
    history: [],
    print: { lastStep: 3, executor: 'tfjs-webgpu', build: '', marks: curve(3) },
  }),
];
function curve(lastStep: number): readonly Mark[] {
  return marksUpTo(lastStep).map((step) => ({ step, loss: Math.fround(2.3 / step), trail: step * 12_345 }));
}
const honest = [...runs, ...states.flatMap((state) => [firstFormOf(JSON.stringify(state)), ...secondFormsOf(state)])];

const snippets = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    '_constructor.rAEt.',
    '__proto__.rAEt.',
    '"__proto__":{"isTableShown":true},',
  ],
  ...[
    '1e999',
    '9'.repeat(400),
    '-0',
    'NaN',
    '1e-400',
    '*ffff*',
    '*202e*',
    '<script>alert(1)</script>',
    '%00',
    '\u202e',
  ],
  ...['a'.repeat(3000), 'rAI'.repeat(2000), '['.repeat(4000), '{"a":'.repeat(1500), '_'.repeat(5000), 'A'.repeat(9000)],
];

const place = fc.double({ min: 0, max: 1, noNaN: true });
type Edit = (text: string) => string;
const at = (text: string, share: number): number => Math.floor(share * text.length);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.nat(7)).map(([share, bit]): Edit => (text) => {
    const index = at(text, share);
    return (
      text.slice(0, index) + String.fromCharCode((text.charCodeAt(index) || 0) ^ (1 << bit)) + text.slice(index + 1)
    );
  }),
  place.map(
    (share): Edit =>
      (text) =>
        text.slice(0, at(text, share)),
  ),
  place.map(
    (share): Edit =>
      (text) =>
        text.slice(at(text, share)),
  ),
  fc.tuple(place, place).map(([one, other]): Edit => (text) => {
    const [from, to] = [at(text, Math.min(one, other)), at(text, Math.max(one, other))];
    return text.slice(to) + text.slice(from, to) + text.slice(0, from);
  }),
  fc.tuple(place, place).map(([one, other]): Edit => (text) => {
    const [from, to] = [at(text, Math.min(one, other)), at(text, Math.max(one, other))];
    return text.slice(0, to) + text.slice(from, to).repeat(3) + text.slice(to);
  }),
  fc.tuple(place, fc.constantFrom(...snippets)).map(([share, snippet]): Edit => (text) => {
    const index = at(text, share);
    return text.slice(0, index) + snippet + text.slice(index);
  }),
);
const edits = fc.array(edit, { minLength: 1, maxLength: 4 }).map(
  (list): Edit =>
    (text) =>
      list.reduce((now, one) => one(now), text),
);

/** The text with the check mark that belongs to it, which the reader itself tells. */
function marked(text: string, kind: string): string {
  try {
    readLink(`${text.slice(0, -3)}---`, kind);
  } catch (error) {
    const mark = error instanceof LinkError ? /“(...)” at the end/.exec(error.expected)?.[1] : undefined;
    if (mark !== undefined) return `${text.slice(0, -3)}${mark}`;
  }
  return text;
}

/** A state with something else in one place of it. */
const bentState = fc
  .tuple(fc.constantFrom(...states), fc.array(fc.nat(12), { maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }))
  .map(([state, path, value]) => bent(state, path, value));
function bent(state: unknown, [first, ...rest]: readonly number[], value: unknown): unknown {
  if (first === undefined || typeof state !== 'object' || state === null) return value;
  const names = Object.keys(state);
  const name = names[first % Math.max(1, names.length)];
  if (name === undefined) return { added: value };
  return { ...state, [name]: bent((state as Record<string, unknown>)[name], rest, value) };
}

const hostile: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...honest), edits).map(([text, change]) => change(text)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...honest), edits, fc.constantFrom(...forms))
      .map(([text, change, { kind }]) =>
        marked(`1.${change(text.slice(2, -3)).replace(/[^A-Za-z0-9._*-]/g, '')}---`, kind),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...states), edits)
      .map(([state, change]) => firstFormOf(change(JSON.stringify(state)))),
  },
  { weight: 2, arbitrary: bentState.map((state) => firstFormOf(JSON.stringify(state))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(bentState, fc.constantFrom(...forms))
      .map(([state, form]) =>
        isPlainRecord(state) ? encodeState(state, anything(form as unknown as LinkForm<never>)) : 'x',
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...runs), edits)
      .map(([text, change]) => marked(`1.${change(text.slice(2, -3)).replace(/[^A-Za-z0-9._*-]/g, '')}---`, 'run')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);
function isPlainRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decodes, again where something else may have held the machine up; the least of the times. */
function decodeInTime(text: string, form: LinkForm<unknown>): { decoded: ReturnType<typeof decodeState>; ms: number } {
  let least = Infinity;
  for (let attempt = 0; ; attempt++) {
    const before = performance.now();
    const decoded = decodeState(text, form);
    least = Math.min(least, performance.now() - before);
    if (least < MOST_MS || attempt === 4) return { decoded, ms: least };
  }
}

describe('hostile links', () => {
  test('20,000 of them: a state that the figure can have, or a sentence; soon', () => {
    const opened = new Map<string, number>();
    fc.assert(
      fc.property(hostile, (text) => {
        for (const form of forms) {
          const { decoded, ms } = decodeInTime(text, form);
          expect(ms).toBeLessThan(MOST_MS);
          if (decoded.problem !== undefined) {
            expect(decoded.problem.message).toMatch(/^expected [\x20-\x7e“”…·’]+, found [\x20-\x7e“”…·’]+$/);
            expect(decoded.problem.message.length).toBeLessThan(300);
            continue;
          }
          opened.set(form.kind, (opened.get(form.kind) ?? 0) + 1);
          expect(form.check(decoded.state)).toEqual(decoded.state);
          expect(isPossible(form.kind, decoded.state), text).toBe(true);
          if (form.kind === 'trainer') requireSound(decoded.state as TrainerState);
        }
        if (readsAsSoundRun(text)) opened.set('run', (opened.get('run') ?? 0) + 1);
      }),
      { numRuns: 20_000 },
    );
    // Enough of them were good enough to try the checks, not only the grammar.
    for (const kind of ['run', ...forms.map((form) => form.kind)]) expect(opened.get(kind), kind).toBeGreaterThan(100);
    expect(({} as Record<string, unknown>)['isTableShown']).toBeUndefined();
  });
});

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
/** Of every figure, said once more and apart from its own check: these entries and no others, each of its kind. */
const shapes: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  trainer: {
    lossScale: isOneOf('log', 'linear'),
    isTableShown: isOneOf(true, false),
    guess: (value) => value === null || typeof value === 'number',
    settings: (value) => value === null || isPlainRecord(value),
    viewedStep: (value) => value === null || isCount(value),
    hidden: Array.isArray,
    locked: Array.isArray,
  },
  'right-and-wrong': {
    filter: (value) => isPlainRecord(value) && ['all', 'wrong', 'cell'].includes((value as { kind: string }).kind),
    order: isOneOf('sure', 'unsure', 'stored'),
    page: isCount,
  },
  'network-explorer': {
    at: isOneOf('start', 'network', 'layer'),
    layer: (value) => typeof value === 'string',
    channel: isCount,
    cell: (value) => value === null || Object.values(value as object).every(isCount),
    slice: isCount,
    isTableShown: isOneOf(true, false),
  },
  'dataset-viewer': {
    dataSet: (value) => typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value),
    split: isOneOf('train', 'validation', 'test'),
    label: (value) => value === null || (isCount(value) && (value as number) < 256),
    index: isCount,
    panel: isOneOf('neighbours', 'means', 'balance', 'twins'),
    isTableShown: isOneOf(true, false),
  },
};
function isPossible(kind: string, state: unknown): boolean {
  const shape = shapes[kind] ?? {};
  const record = state as Readonly<Record<string, unknown>>;
  const isComplete = Object.keys(record).sort().join() === Object.keys(shape).sort().join();
  return isComplete && Object.entries(shape).every(([name, isGood]) => isGood(record[name]));
}

/** What the engine would be asked for, judged by the engine's own rules. */
function requireSound({ settings, guess, viewedStep }: TrainerState): void {
  expect(guess === null || (guess >= 0 && guess <= 1)).toBe(true);
  expect(viewedStep === null || Number.isInteger(viewedStep)).toBe(true);
  if (settings === null) return;
  const { optimizer, learningRate, coefficients = {}, schedule, batchSize, seed } = settings;
  expect(hyperparameterProblem(optimizer, 'learningRate', learningRate)).toBeNull();
  for (const [name, value] of Object.entries(coefficients))
    expect(hyperparameterProblem(optimizer, name, value)).toBeNull();
  if (schedule !== undefined) expect(scheduleProblem(schedule)).toBeNull();
  expect(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= 512).toBe(true);
  expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
}

/** False where it is refused in words; a failure where what is read could not be asked of the engine. */
function readsAsSoundRun(text: string): boolean {
  let link: RunLink;
  const before = performance.now();
  try {
    link = readRunLink(text);
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError);
    expect((error as LinkError).message.length).toBeLessThan(400);
    return false;
  } finally {
    // Once in 20,000 times something else may hold the machine up.
    expect(performance.now() - before).toBeLessThan(10 * MOST_MS);
  }
  const { origin, history, print } = link;
  expect(hyperparameterProblem(origin.optimizer, 'learningRate', origin.learningRate)).toBeNull();
  expect(history.every(({ step }, index) => Number.isInteger(step) && step > (history[index - 1]?.step ?? -1))).toBe(
    true,
  );
  expect(print.marks.every(({ loss, step }) => Number.isFinite(loss) && step <= print.lastStep)).toBe(true);
  expect(readRunLink(writeRunLink(link))).toEqual(JSON.parse(JSON.stringify(link)));
  return true;
}
