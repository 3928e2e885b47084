import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptRun } from './record';
import { readRunsJson, runsCsv, runsJson, RunsFileError } from './runFiles';
import { factsFor, lenetOnDigits, testRun } from './testRuns';

const point = (step: number, loss: number, accuracy = 0.5) => ({ step, loss, accuracy });
const full = keptRun(
  factsFor('a', {
    name: 'Fast, "and" loose',
    notes: 'two\nlines',
    isPinned: true,
    parent: { id: 'b', step: 10 },
    sweep: { id: 's', title: 'Rates' },
    failure: 'It diverged.',
    history: [
      { step: 10, change: { learningRate: 0.5 } },
      { step: 20, change: { start: undefined } },
    ],
    origin: { ...lenetOnDigits, start: { weights: 'lenet5-mnist' }, corruption: { leak: 0.5 } },
  }),
  'a-page',
  [point(10, 2.25), point(20, Infinity), point(30, NaN)],
  [point(20, 2, 0.25)],
);
const runs = [full, testRun('c')];
const text = runsJson(runs);
const read = (from: string) => readRunsJson(from, 'runs.json', 'me', 7);

test('what is written is what is read, except who writes it and when it came', () => {
  const expected = runs.map(({ summary, curves }) => ({
    summary: { ...summary, writer: 'me', importedAt: 7 },
    curves,
  }));
  expect(read(text)).toEqual(expected);
  expect(runsJson(read(text))).toBe(text.replaceAll('"importedAt": null', '"importedAt": 7'));
});

describe('a file that cannot be taken over: who, what was expected and found, where, and what to do', () => {
  /** Puts a value where the path leads. */
  const changed = (value: unknown, ...path: (string | number)[]): string => {
    const file = JSON.parse(text) as Record<string | number, unknown>;
    const last = path.pop() ?? '';
    const holder = path.reduce((node, key) => node[key] as Record<string | number, unknown>, file);
    holder[last] = value;
    return JSON.stringify(file);
  };
  test.each<[string, string, string]>([
    ['no JSON', 'hello', 'runs.json: expected JSON, found what cannot be read as such'],
    ['a list', '[]', 'runs.json: expected a record with the format “receptive-field runs”, found a list of 0'],
    ['another format', '{"format":"x"}', 'runs.json: expected the format “receptive-field runs”, found “x”'],
    [
      'a later version',
      changed(2, 'version'),
      'runs.json: expected version 1 of the file, found 2, which a later version of this book has written; reload the page to get it',
    ],
    ['no runs', changed({}, 'runs'), 'runs: expected a list of at most 5,000 runs, found a record'],
    [
      'a number that is a word',
      changed('<script>', 'runs', 1, 'curves', 'train', 'loss', 4),
      'runs.json: run 2 of 2, run.curves.train.loss[4]: expected a number, found “<script>”. Nothing was taken over. Choose a JSON file that was exported from Runs… of this book',
    ],
    [
      'steps that go back',
      changed(10, 'runs', 0, 'curves', 'train', 'steps', 1),
      'run 1 of 2, run.curves.train.steps[1]: expected a number from 11 to',
    ],
    [
      'columns of different lengths',
      changed([1, 1], 'runs', 0, 'curves', 'test', 'accuracy'),
      'run.curves.test.accuracy: expected 1 numbers, as many as steps, found 2',
    ],
    [
      'a curve longer than the run',
      changed(50, 'runs', 1, 'steps'),
      'run 2 of 2, run.steps: expected at least 100, the last step of its curves, found 50',
    ],
    ['one run twice', runsJson([full, full]), 'run 2 of 2, run.id: expected each run once, found “a”'],
    [
      'a description that cannot be',
      changed('luck', 'runs', 0, 'origin', 'optimizer'),
      'run 1 of 2, run.origin.optimizer: expected one of sgd,',
    ],
  ])('%s', (_, from, message) => {
    expect(() => read(from)).toThrow(RunsFileError);
    expect(() => read(from)).toThrow(message);
  });
});

test('3,000 spoiled files are either refused in words or read as runs that can be written again', () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, -1, 1e999, '', '__proto__', [], {}));
  const spots: (string | number)[][] = [];
  const collect = (node: unknown, path: (string | number)[]): void => {
    spots.push(path);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) collect(inner, [...path, key]);
  };
  collect(JSON.parse(text), []);
  let accepted = 0;
  const check = (from: string): void => {
    try {
      const back = read(from);
      accepted += 1;
      expect(read(runsJson(back))).toEqual(back);
    } catch (error) {
      if (!(error instanceof RunsFileError)) throw error;
      expect(error.message).toMatch(/^runs\.json: .* Nothing was taken over\. /s);
      expect(error.message.length).toBeLessThan(3000);
    }
  };
  fc.assert(
    fc.property(fc.constantFrom(...spots.slice(1)), value, fc.boolean(), (path, put, isRemoved) => {
      const file: unknown = JSON.parse(text);
      let node = file as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) node = node[key] as Record<string | number, unknown>;
      const last = path[path.length - 1] ?? '';
      if (isRemoved) Reflect.deleteProperty(node, last);
      else node[last] = put;
      check(JSON.stringify(file));
    }),
    { numRuns: 2000, seed: 5 },
  );
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 8 }), (at, gone, put) => {
      check(text.slice(0, at) + put + text.slice(at + gone));
    }),
    { numRuns: 1000, seed: 6 },
  );
  // Not everything is refused: names and numbers may well be others.
  expect(accepted).toBeGreaterThan(50);
});

test('CSV in long form, with texts that no table program takes for a formula', () => {
  const [one] = [keptRun(factsFor('a', { name: '=SUM("x")' }), '', [point(10, 0.5, 0.25)], [point(10, NaN, 1)])];
  expect(runsCsv([one, keptRun(factsFor('b', { name: 'plain' }), '', [point(1, 2)], [])]).split('\r\n')).toEqual([
    'run,name,step,series,loss,accuracy',
    `a,"'=SUM(""x"")",10,training,0.5,0.25`,
    `a,"'=SUM(""x"")",10,test,NaN,1`,
    'b,plain,1,training,2,0.5',
    '',
  ]);
});
