/**
 * Runs as files: JSON with everything that the ledger keeps of them, and CSV in long form for other programs. JSON comes back; it is
 * checked completely before anything of it is taken over, and what can be computed from the curves is computed anew.
 *
 * Deliberately not here: pictures of the chart, which the page draws.
 */

import type { TestPoint, TrainPoint } from '../../engine/protocol';
import { MOST_POINTS } from '../curve';
import { DescriptionError, found, recordAt, refuse, wholeAt } from '../descriptionCheck';
import { factsOf, keptRun, pointsOf } from './record';
import type { CurveColumns, KeptRun, RunFacts } from './record';
import { checkedFacts } from './recordCheck';

/** Stands in every file, so that a reader's file of another kind is told apart at once. */
const FORMAT = 'receptive-field runs';
/** Of the file; that of the records is theirs. */
const FILE_VERSION = 1;
export const LARGEST_FILE_BYTES = 64 * 2 ** 20;
const MOST_RUNS = 5000;

/** A file of runs cannot be taken over: which, what was expected and found, where, and what to do. */
export class RunsFileError extends Error {
  override readonly name = 'RunsFileError';
}

type FileNumber = number | 'NaN' | 'Infinity' | '-Infinity';
interface FileColumns {
  readonly steps: readonly number[];
  /** JSON has no word for what a diverged run measures; these are written as text. */
  readonly loss: readonly FileNumber[];
  readonly accuracy: readonly FileNumber[];
}

export function runsJson(runs: readonly KeptRun[]): string {
  const file = {
    format: FORMAT,
    version: FILE_VERSION,
    runs: runs.map(({ summary, curves }) => ({
      ...factsOf(summary),
      curves: { train: fileColumns(curves.train), test: fileColumns(curves.test) },
    })),
  };
  // A start that was taken away is written down too.
  return `${JSON.stringify(file, (key, value: unknown) => (key === 'start' && value === undefined ? null : value), 1)}\n`;
}

function fileColumns({ steps, loss, accuracy }: CurveColumns): FileColumns {
  const word = (value: number): FileNumber => (Number.isFinite(value) ? value : (String(value) as FileNumber));
  return { steps: [...steps], loss: Array.from(loss, word), accuracy: Array.from(accuracy, word) };
}

/**
 * The runs in the text of a file.
 *
 * @throws RunsFileError when anything in it is not as it must be; then nothing of it is used
 */
export function readRunsJson(text: string, fileName: string, writer: string, clockMs: number): readonly KeptRun[] {
  const fail = (words: string): never => {
    throw new RunsFileError(
      `${fileName}: ${words}. Nothing was taken over. Choose a JSON file that was exported from Runs… of this book, or export it once more.`,
    );
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(
      `expected JSON, found what cannot be read as such (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(`expected a record with the format “${FORMAT}”, found ${found(value)}`);
  }
  const { format, version, runs } = value as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) return fail(`expected the format “${FORMAT}”, found ${found(format)}`);
  if (version !== FILE_VERSION) {
    const later = typeof version === 'number' && version > FILE_VERSION;
    return fail(
      `expected version ${FILE_VERSION} of the file, found ${found(version)}${later ? ', which a later version of this book has written; reload the page to get it' : ''}`,
    );
  }
  if (!Array.isArray(runs) || runs.length > MOST_RUNS) {
    return fail(`runs: expected a list of at most ${MOST_RUNS.toLocaleString('en-GB')} runs, found ${found(runs)}`);
  }
  const seen = new Set<string>();
  return (runs as unknown[]).map((run, index) => {
    try {
      const kept = runAt(run, writer, clockMs);
      if (seen.has(kept.summary.id)) refuse('run.id', 'each run once', kept.summary.id);
      seen.add(kept.summary.id);
      return kept;
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      return fail(`run ${index + 1} of ${runs.length}, ${error.message}`);
    }
  });
}

function runAt(value: unknown, writer: string, clockMs: number): KeptRun {
  const facts: RunFacts = checkedFacts({ ...recordAt(value, 'run'), importedAt: clockMs }, 'run');
  const curves = recordAt(recordAt(value, 'run')['curves'], 'run.curves');
  const train = pointsAt(curves['train'], 'run.curves.train');
  const test = pointsAt(curves['test'], 'run.curves.test');
  const last = Math.max(train[train.length - 1]?.step ?? 0, test[test.length - 1]?.step ?? 0);
  if (last > facts.steps) refuse('run.steps', `at least ${last}, the last step of its curves`, facts.steps);
  return keptRun(facts, writer, train, test);
}

function pointsAt(value: unknown, where: string): readonly (TrainPoint | TestPoint)[] {
  const { steps, loss, accuracy } = recordAt(value, where);
  const column = (given: unknown, name: string): readonly unknown[] =>
    Array.isArray(given) && given.length <= 2 * MOST_POINTS
      ? (given as unknown[])
      : refuse(`${where}.${name}`, `a list of at most ${2 * MOST_POINTS} numbers`, given);
  const stepColumn = column(steps, 'steps');
  const lossColumn = column(loss, 'loss');
  const accuracyColumn = column(accuracy, 'accuracy');
  for (const [name, { length }] of Object.entries({ loss: lossColumn, accuracy: accuracyColumn })) {
    if (length !== stepColumn.length)
      refuse(`${where}.${name}`, `${stepColumn.length} numbers, as many as steps`, length);
  }
  let before = -1;
  return stepColumn.map((given, index) => {
    const step = wholeAt(given, `${where}.steps[${index}]`, before + 1);
    before = step;
    return {
      step,
      loss: numberOrWord(lossColumn[index], `${where}.loss[${index}]`),
      accuracy: numberOrWord(accuracyColumn[index], `${where}.accuracy[${index}]`),
    };
  });
}

function numberOrWord(value: unknown, where: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  return refuse(where, 'a number', value);
}

/** One line for each point: `run,name,step,series,loss,accuracy` (RFC 4180). */
export function runsCsv(runs: readonly KeptRun[]): string {
  const lines = ['run,name,step,series,loss,accuracy'];
  for (const { summary, curves } of runs) {
    const who = `${csvText(summary.id)},${csvText(summary.name)}`;
    for (const [series, columns] of [
      ['training', curves.train],
      ['test', curves.test],
    ] as const) {
      for (const { step, loss, accuracy } of pointsOf(columns)) {
        lines.push(`${who},${step},${series},${loss},${accuracy}`);
      }
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** A text that a table program would take for a formula is made a text by the sign that such programs know for it. */
function csvText(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
