/**
 * Trains one recipe on the `wasm` executor, as a run of the book does, with progress, and goes on where an earlier call was stopped.
 *
 * Picture: the book's own run (`engine/run.ts`) without a page. From time to time all its numbers are kept in a checkpoint, which is
 * complete before it takes the place of the one before; the same steps follow from it as would have without the stop.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { DataSet, LabelledImages } from '../../src/data/dataSet';
import type { Executor } from '../../src/engine/executors/executor';
import type { RunDescription, Snapshot } from '../../src/engine/protocol';
import { createRun } from '../../src/engine/run';
import type { NetworkSpec } from '../../src/network/spec';
import type { Images } from './images';
import type { Cycle, Recipe } from './recipes';

/** Between two checkpoints. */
const KEEP_EVERY_MS = 60_000;
/** Between two lines of progress. */
const SAY_EVERY_MS = 10_000;
/** Test images that are looked at on the way; they decide nothing. */
const WATCHED = 500;

export interface Trained {
  /** Of each cycle. */
  readonly descriptions: readonly RunDescription[];
  /** Over all cycles. */
  readonly steps: number;
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Of training, over all calls. */
  readonly seconds: number;
}

interface Checkpoint {
  readonly version: 1;
  /** Of the recipe and the data: another one begins anew. */
  readonly fingerprint: string;
  readonly seconds: number;
  /** 0, or 1 after the restart. */
  readonly cycle: number;
  readonly snapshot: Snapshot;
}

export interface TrainOptions {
  readonly recipe: Recipe;
  readonly spec: NetworkSpec;
  readonly images: Images;
  readonly info: DataSet['info'];
  readonly executor: Executor;
  readonly fingerprint: string;
  readonly checkpointFile: string;
  readonly print: (line: string) => void;
  /** Ends the training after the step under way; what is done is kept. */
  readonly signal: AbortSignal;
  /** After every tenth step. */
  readonly onStep?: ((step: number) => void) | undefined;
}

function cyclesOf(recipe: Recipe): readonly Cycle[] {
  return recipe.restart === undefined ? [recipe] : [recipe, recipe.restart];
}

function stepsOf({ epochs }: Cycle, { batchSize }: Recipe, trainingImages: number): number {
  return Math.floor(trainingImages / batchSize) * epochs;
}

/** A run for each cycle. */
export function descriptionsOf(recipe: Recipe, trainingImages: number): readonly RunDescription[] {
  return cyclesOf(recipe).map((cycle, number) => ({
    network: recipe.network,
    dataSet: recipe.dataSet,
    optimizer: recipe.optimizer,
    learningRate: cycle.learningRate,
    ...(recipe.coefficients === undefined ? {} : { coefficients: recipe.coefficients }),
    schedule: {
      kind: 'cosine',
      steps: stepsOf(cycle, recipe, trainingImages),
      warmUpSteps: Math.round(Math.floor(trainingImages / recipe.batchSize) * cycle.warmUpEpochs),
    },
    batchSize: recipe.batchSize,
    augmentation: cycle.augmentation,
    seeds: { initialization: 1, order: 1 + number, generator: 1 },
  }));
}

/** @throws the signal's reason when stopped, after the checkpoint is written */
export async function train(options: TrainOptions): Promise<Trained> {
  const { recipe, images, fingerprint, checkpointFile, print } = options;
  const descriptions = descriptionsOf(recipe, images.train.count);
  const lengths = cyclesOf(recipe).map((cycle) => stepsOf(cycle, recipe, images.train.count));
  let kept = readCheckpoint(checkpointFile, fingerprint);
  if (kept !== null) {
    const before = lengths.slice(0, kept.cycle).reduce((sum, length) => sum + length, 0);
    const all = lengths.reduce((sum, length) => sum + length, 0);
    print(`${recipe.name}: goes on at step ${before + kept.snapshot.step} of ${all}.`);
  }
  for (let cycle = kept?.cycle ?? 0; cycle < descriptions.length; cycle++) {
    const description = descriptions[cycle];
    const steps = lengths[cycle];
    if (description === undefined || steps === undefined) break;
    kept = await trainCycle(options, { cycle, description, steps }, kept);
  }
  return {
    descriptions,
    steps: lengths.reduce((sum, length) => sum + length, 0),
    slots: new Map(Object.entries(kept?.snapshot.slots ?? {})),
    seconds: kept?.seconds ?? 0,
  };
}

/** @param kept of this cycle, or the end of the one before, or null at the very beginning */
async function trainCycle(
  { recipe, spec, images, info, executor, fingerprint, checkpointFile, print, signal, onStep }: TrainOptions,
  { cycle, description, steps }: { cycle: number; description: RunDescription; steps: number },
  kept: Checkpoint | null,
): Promise<Checkpoint> {
  const watched = firstImages(images.test, WATCHED);
  const run = await createRun({
    name: recipe.name,
    description,
    spec,
    dataSet: { info, train: images.train, validation: watched, test: watched },
    executor,
    snapshot: kept === null || kept.cycle === cycle ? kept?.snapshot : { ...kept.snapshot, description, step: 0 },
    send: () => undefined,
    now: () => performance.now(),
  });
  let seconds = kept?.seconds ?? 0;
  let savedAtMs = performance.now();
  let saidAtMs = savedAtMs;
  let countedMs = savedAtMs;
  const keep = async (): Promise<Checkpoint> => {
    const checkpoint: Checkpoint = { version: 1, fingerprint, seconds, cycle, snapshot: await run.snapshot() };
    writeWhole(checkpointFile, serialize(checkpoint));
    savedAtMs = performance.now();
    return checkpoint;
  };
  const title = `${recipe.name}${cycle === 0 ? '' : ', after the restart'}`;
  try {
    let before = run.status().step;
    while (run.status().step < steps) {
      await run.step(Math.min(10, steps - run.status().step));
      const nowMs = performance.now();
      seconds += (nowMs - countedMs) / 1000;
      countedMs = nowMs;
      const { step, phase, message, loss, testAccuracy } = run.status();
      if (phase === 'failed') throw new Error(`${title}: ${message ?? 'the training failed'}`);
      if (nowMs - saidAtMs >= SAY_EVERY_MS || step === steps) {
        const msPerStep = (nowMs - saidAtMs) / Math.max(1, step - before);
        const left = ((steps - step) * msPerStep) / 60_000;
        print(
          `${title}: step ${step} of ${steps}, ${msPerStep.toFixed(1)} ms a step, loss ${(loss ?? NaN).toFixed(3)}` +
            `${testAccuracy === null ? '' : `, ${(100 * testAccuracy).toFixed(1)} % of ${WATCHED} test images right`}, about ${left.toFixed(1)} min left`,
        );
        saidAtMs = nowMs;
        before = step;
      }
      onStep?.(step);
      if (signal.aborted || nowMs - savedAtMs >= KEEP_EVERY_MS) await keep();
      signal.throwIfAborted();
    }
    return await keep();
  } finally {
    await run.dispose();
  }
}

function firstImages({ count, shape, pixels, labels }: LabelledImages, most: number): LabelledImages {
  const few = Math.min(count, most);
  const bytes = shape[0] * shape[1] * shape[2];
  return { count: few, shape, pixels: pixels.subarray(0, few * bytes), labels: labels.subarray(0, few) };
}

/** Null where there is none, or one of another recipe, other data or another version. */
function readCheckpoint(file: string, fingerprint: string): Checkpoint | null {
  if (!existsSync(file)) return null;
  try {
    const found = deserialize(readFileSync(file)) as Partial<Checkpoint>;
    return (found.version as number) === 1 && found.fingerprint === fingerprint ? (found as Checkpoint) : null;
  } catch {
    return null;
  }
}

/** In one move, so that a stop in the middle leaves the old file. */
export function writeWhole(file: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}
