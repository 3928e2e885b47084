/**
 * What is told of the machinery behind a run: the line, what stands behind it, and a check's report, as words and tables.
 *
 * Deliberately not here: React, and the page's own circumstances, which are handed in.
 */

import { formatBytes, formatFixed, formatInteger, formatNumber, noNumber } from '../../../draw/format';
import type { CheckKind, CheckReport, CheckRow, Environment } from '../../../engine/protocol';
import { offerOf } from '../../../lab/runNetwork';
import type { RunState } from '../../../lab/runState';
import type { DataColumn } from '../../../ui/DataTable';
import { memoryWords } from '../timeline/stops';

/** `wasm: WebAssembly SIMD, 3 threads · 2.3 ms a step · 3.1 MB · 15.7 MB of data` */
export function badgeWords({ environment, status }: Pick<RunState, 'environment' | 'status'>): string {
  const name = status?.executor ?? environment?.chosen;
  if (name === undefined) return 'Not measured yet: the executors race when training starts.';
  const detail = environment?.executors.find((executor) => executor.name === name)?.detail;
  return [
    detail === undefined ? name : `${name}: ${detail}`,
    ...(status === null
      ? []
      : [
          stepWords(status.stepsPerSecond),
          formatBytes(status.memoryBytes),
          `${formatBytes(status.dataBytes)} of data`,
        ]),
  ].join(' · ');
}

/** `2.3 ms a step` */
function stepWords(stepsPerSecond: number | null): string {
  return `${stepsPerSecond === null || stepsPerSecond === 0 ? noNumber : formatNumber(1000 / stepsPerSecond, 2)} ms a step`;
}

export interface Fact {
  readonly title: string;
  readonly words: string;
}

/** What stands behind the line. `isIsolated`: whether the page may share memory between threads. */
export function factsOf(state: RunState, isIsolated: boolean): readonly Fact[] {
  const { status, environment, timeline } = state;
  const dataSet = offerOf(state)?.title ?? 'the data set';
  const speed = status?.stepsPerSecond ?? null;
  return [
    { title: 'Why', words: environment === null ? 'Not measured yet.' : sentence(environment.reason) },
    {
      title: 'Speed',
      words:
        speed === null
          ? 'Measured while this run trains.'
          : `${stepWords(speed)} of this run, as measured last; evaluations do not count.`,
    },
    {
      title: 'Memory',
      words:
        status === null
          ? noNumber
          : `${formatBytes(status.memoryBytes)} for weights, activations, gradients and scratch of this run.`,
    },
    {
      title: 'Data',
      words:
        status === null
          ? noNumber
          : `${formatBytes(status.dataBytes)} of ${dataSet}, where ${status.executor} computes; runs on the same data share them.`,
    },
    {
      title: 'Checkpoints',
      words: memoryWords(timeline) || 'None yet: they are kept while the run trains.',
    },
    { title: 'Threads', words: threadWords(isIsolated) },
    {
      title: 'Background',
      words:
        'In a hidden tab training goes on: it runs in a worker, which goes from step to step by messages and not by timers or drawn frames. The browser may give it less time, and a telephone may stop it until you come back. Figures are drawn again then.',
    },
  ];
}

function threadWords(isIsolated: boolean): string {
  return isIsolated
    ? 'This page is cross-origin isolated, so that threads may share memory: wasm takes all cores but one, eight at most.'
    : 'One: this page is not cross-origin isolated, and only then does a browser let threads share memory. The server that the book comes from has to send two headers, Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy.';
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** What can run here; with the times of the race where there was one. */
export function executorTable(environment: Environment): {
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly string[])[];
} {
  const wasRaced = environment.executors.some(({ stepMs }) => stepMs !== null);
  const name: DataColumn = { label: 'executor', align: 'start' };
  const detail: DataColumn = { label: 'what it is', align: 'start', isWrapped: true };
  return {
    caption: wasRaced ? 'A training step of LeNet-5, batch of 32, as measured here' : 'What can run here',
    columns: wasRaced ? [name, { label: 'a step takes' }, detail] : [name, detail],
    rows: environment.executors.map((executor) => [
      executor.name === environment.chosen ? `${executor.name} (runs now)` : executor.name,
      ...(wasRaced ? [executor.stepMs === null ? noNumber : `${formatFixed(executor.stepMs, 2)} ms`] : []),
      executor.available ? executor.detail : `not here: ${executor.detail}`,
    ]),
  };
}

/** @param others other branches of the run, faintly behind it */

const kindWords: { readonly [K in CheckKind]: string } = {
  forward: 'forward op',
  gradient: 'backward op',
  optimizer: 'optimizer op',
  'finite difference': 'finite difference',
  'training step': 'training step',
};

/** `1.2e−7`: differences are told by their order. */
function differenceWords(value: number): string {
  if (value === 0) return '0';
  return Number.isFinite(value) ? value.toExponential(1).replace('e-', 'e−').replace('e+', 'e') : 'no number';
}

/** `all 51 checks passed; …`, or which did not. */
export function checkWords({ rows, executor, ms }: CheckReport): string {
  const failed = rows.filter(({ passed }) => !passed);
  const seconds = `${formatFixed(ms / 1000, 1)} s`;
  if (failed.length === 0) {
    const [first, ...others] = rows;
    if (first === undefined) return 'Nothing was checked.';
    // The nearest to its tolerance says more than the largest alone.
    const worst = others.reduce((most, row) => (closeness(row) > closeness(most) ? row : most), first);
    return (
      `All ${formatInteger(rows.length)} checks of ${executor} passed, in ${seconds}; the nearest to its tolerance is ` +
      `${worst.of} (${kindWords[worst.kind]}): ${differenceWords(worst.largest)} of ${differenceWords(worst.tolerance)}.`
    );
  }
  const named = failed.slice(0, 3).map(({ kind, of }) => `${of} (${kindWords[kind]})`);
  const more = failed.length - named.length;
  return (
    `${formatInteger(failed.length)} of ${formatInteger(rows.length)} checks of ${executor} failed, in ${seconds}: ${named.join(', ')}` +
    `${more === 0 ? '' : ` and ${formatInteger(more)} more`}. Do not trust this run here; choose another executor.`
  );
}

function closeness({ largest, tolerance }: CheckRow): number {
  return largest === 0 ? 0 : largest / tolerance;
}

/** Failed rows first; else in the order of the check. */
export function checkTable({ rows }: CheckReport): {
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly string[])[];
} {
  const inOrder = [...rows.filter(({ passed }) => !passed), ...rows.filter(({ passed }) => passed)];
  return {
    caption: 'Largest difference, as a fraction of the largest value of its array',
    columns: [
      { label: 'what', align: 'start' },
      { label: 'verdict', align: 'start' },
      { label: 'compared as', align: 'start' },
      { label: 'difference' },
      { label: 'allowed' },
      { label: 'numbers' },
      { label: 'because', align: 'start', isWrapped: true },
    ],
    rows: inOrder.map(({ kind, of, passed, largest, tolerance, count, why }) => [
      of,
      passed ? 'passed' : 'failed',
      kindWords[kind],
      differenceWords(largest),
      differenceWords(tolerance),
      formatInteger(count),
      why,
    ]),
  };
}
