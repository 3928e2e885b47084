import { describe, expect, test } from 'vitest';
import type { CheckReport, CheckRow, Environment } from '../../../engine/protocol';
import { fakeRun } from '../../fakeRun';
import { badgeWords, checkTable, checkWords, executorTable, factsOf } from './words';

const environment: Environment = {
  executors: [
    { name: 'wasm', available: true, detail: 'WebAssembly SIMD, 3 threads', stepMs: 4.123 },
    { name: 'tfjs-webgpu', available: false, detail: 'no adapter', stepMs: null },
  ],
  chosen: 'wasm',
  reason: 'the only one that works here',
};
const run = fakeRun('lenet');
run.report({ environment });
run.reportStatus({ memoryBytes: 3_120_000, dataBytes: 15_700_000, stepsPerSecond: 434 });
const state = run.store.getState();
const status = state.status;

describe('the line', () => {
  test('names executor, threads, the pace of this run now, memory and data', () => {
    expect(badgeWords(state)).toBe('wasm: WebAssembly SIMD, 3 threads · 2.3 ms a step · 3.1 MB · 15.7 MB of data');
  });
  test('before anything is known it says so, and before the first steps it has no pace', () => {
    expect(badgeWords({ environment: null, status: null })).toMatch(/^Not measured yet/);
    expect(badgeWords({ environment, status: null })).toBe('wasm: WebAssembly SIMD, 3 threads');
    if (status === null) throw new Error('no status');
    expect(badgeWords({ environment, status: { ...status, stepsPerSecond: null } })).toContain(' · – ms a step · ');
    expect(badgeWords({ environment, status: { ...status, executor: 'reference' } })).toMatch(/^reference · /);
  });
});

describe('the facts', () => {
  const words = (title: string, isIsolated = true): string =>
    factsOf(state, isIsolated).find((fact) => fact.title === title)?.words ?? '';
  test('why, memory, data, checkpoints', () => {
    expect(words('Why')).toBe('The only one that works here.');
    expect(words('Speed')).toBe('2.3 ms a step of this run, as measured last; evaluations do not count.');
    expect(words('Memory')).toBe('3.1 MB for weights, activations, gradients and scratch of this run.');
    expect(words('Data')).toMatch(/^15\.7 MB of .*, where wasm computes/);
    expect(words('Checkpoints')).toMatch(/^None yet/);
  });
  test('threads, or why there is one', () => {
    expect(words('Threads')).toMatch(/is cross-origin isolated, so that threads may share memory/);
    expect(words('Threads', false)).toMatch(/^One: this page is not cross-origin isolated.*Cross-Origin-Opener-Policy/);
  });
});

test('what can run here, with the race where there was one', () => {
  const raced = executorTable(environment);
  expect(raced.caption).toMatch(/as measured here$/);
  expect(raced.rows).toEqual([
    ['wasm (runs now)', '4.12 ms', 'WebAssembly SIMD, 3 threads'],
    ['tfjs-webgpu', '–', 'not here: no adapter'],
  ]);
  const executors = environment.executors.map((executor) => ({ ...executor, stepMs: null }));
  const unraced = executorTable({ ...environment, executors });
  expect(unraced.columns.map(({ label }) => label)).toEqual(['executor', 'what it is']);
  expect(unraced.rows[1]).toEqual(['tfjs-webgpu', 'not here: no adapter']);
});

describe('a check', () => {
  const row = (of: string, largest: number, tolerance = 1e-5): CheckRow => ({
    kind: 'forward',
    of,
    count: 1200,
    largest,
    tolerance,
    why: 'rounded to float32',
    passed: largest <= tolerance,
  });
  const report = (...rows: CheckRow[]): CheckReport => ({
    executor: 'wasm',
    batch: 2,
    step: 0,
    rows,
    notes: [],
    ms: 4321,
  });

  test('that passed says how near it came, to its own tolerance', () => {
    expect(checkWords(report(row('conv2d', 3.5e-7), row('relu', 9e-8, 1e-7), row('matmul', 1e-6)))).toBe(
      'All 3 checks of wasm passed, in 4.3 s; the nearest to its tolerance is relu (forward op): 9.0e−8 of 1.0e−7.',
    );
    expect(checkWords(report())).toBe('Nothing was checked.');
  });
  test('that failed says what, and what to do', () => {
    const rows = ['conv2d', 'relu', 'maxPool', 'matmul'].map((of) => row(of, Infinity));
    expect(checkWords(report(row('mean', 0), ...rows))).toBe(
      '4 of 5 checks of wasm failed, in 4.3 s: conv2d (forward op), relu (forward op), maxPool (forward op) and 1 more. Do not trust this run here; choose another executor.',
    );
  });
  test('as a table: what failed stands first', () => {
    const { rows, columns } = checkTable(report(row('mean', 0), row('conv2d', Infinity)));
    expect(rows).toEqual([
      ['conv2d', 'failed', 'forward op', 'no number', '1.0e−5', '1,200', 'rounded to float32'],
      ['mean', 'passed', 'forward op', '0', '1.0e−5', '1,200', 'rounded to float32'],
    ]);
    expect(columns).toHaveLength(7);
  });
});
