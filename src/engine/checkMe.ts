/**
 * "Check me": is what this figure computes right, on this machine, now? A training step of a small batch of the run's own images, with
 * the run's present weights, three times: op by op against the reference, its gradient against finite differences of the loss, and as the
 * one joined program that really trains.
 *
 * Picture: a second workbench beside the run, with copies of its weights. The run goes on training meanwhile, and its curve is the same,
 * bit for bit, as without the check. The reference's loops are slow because they are made to be read: where a network is large, fewer
 * numbers are compared, and the report says so.
 */

import type { DataSet } from '../data/dataSet';
import { createTick } from '../data/tick';
import { buildInFullView } from '../network/build';
import type { NetworkSpec } from '../network/spec';
import { createBatchSource } from './batchSource';
import type { Breathe, CheckSubject } from './checking/bench';
import { Rows } from './checking/comparison';
import { checkEveryNode, costOfEveryNode, limitWithin } from './checking/everyNode';
import { checkFiniteDifferences, DIFFERENCE_STEPS } from './checking/finiteDifferences';
import { hardestImages } from './checking/hardestImages';
import { slopeOfScores } from './checking/slopeOfScores';
import { checkTrainingStep, writeScalars } from './checking/trainingStep';
import { EngineError, throwIfCancelled } from './engineError';
import type { Executor } from './executors/executor';
import { grouped } from './numberText';
import { placeImages, storedImages } from './placedData';
import type { CheckReport, RunDescription } from './protocol';
import { networkTooLarge } from './trainingParts';

/** Two: enough for a mean over examples and for batch normalization, and half the work of four. */
const BATCH = 2;
/** In products by the reference's loops, which do about ten million in a second: of the ops, and of the finite differences. */
const BUDGET = 15e6;
const DIFFERENCES_BUDGET = 8e6;

/** Batches of the run among which the images are looked for. */
const CANDIDATES = 4;
/** The check goes on this long before the training beside it has its turn, which takes eight. */
const BREATH_MS = 25;
/** More often nobody reads it. */
const TELL_EVERY_MS = 50;

export interface CheckOptions {
  readonly executor: Executor;
  readonly spec: NetworkSpec;
  /** Normalized as the run sees it. */
  readonly dataSet: DataSet;
  readonly description: RunDescription;
  /** Every slot of the run, as copies of one step. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly step: number;
  /** What the run's scalars hold in its next step. */
  readonly scalars: Readonly<Record<string, number>>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** The run has been closed. */
  readonly isGone?: () => boolean;
  readonly tell?: ((task: string, done: number, total: number) => void) | undefined;
}

/** @throws EngineError `cancelled`; `bad-input` when there is no room for the check beside the run */
export async function checkMe(options: CheckOptions): Promise<CheckReport> {
  const { executor, spec, dataSet, description, step, weights, scalars, now } = options;
  const startMs = now();
  const batch = Math.min(BATCH, description.batchSize);
  const feeding = {
    batchSize: batch,
    augmentation: description.augmentation ?? {},
    data: storedImages(dataSet, 'train'),
  };
  const view = buildInFullView(spec, { ...feeding, optimizer: description.optimizer });
  const hasDropout = view.graph.nodes.some(({ op }) => op === 'dropout');
  // Its pooling may choose otherwise among equal cells than the reference, which then is no measure of a whole step.
  const isGpu = executor.name !== 'wasm' && executor.name !== 'reference';
  const rows = new Rows();
  const notes: string[] = [];
  const whole = costOfEveryNode(view);
  const isLarge = whole > BUDGET;

  const tick = createTick();
  let toldMs = -Infinity;
  let breathedMs = now();
  const part = (task: string, index: number, total: number): Breathe => {
    let furthest = 0;
    return async (done) => {
      furthest = Math.max(furthest, done);
      if (now() - toldMs >= TELL_EVERY_MS) {
        toldMs = now();
        options.tell?.(task, index + Math.min(1, furthest / total), 3);
      }
      if (now() - breathedMs < BREATH_MS) return;
      await tick.next();
      breathedMs = now();
      throwIfCancelled(options.signal);
      if (options.isGone?.() === true) throw new EngineError('cancelled', 'The run was closed.');
    };
  };
  const made: { dispose(): void }[] = [{ dispose: () => tick.close() }];
  try {
    const placed = placeImages(executor, dataSet, 'train');
    made.push({ dispose: () => placed.release() });
    const store = executor.createStore(view.slots);
    made.push(store);
    const { data } = placed;
    for (const [slot, values] of weights) store.write(slot, values);
    const candidates = candidatesOf(description, step, dataSet.train.count, isLarge ? 1 : CANDIDATES);
    const indices = await hardestImages(executor, store, spec, feeding, data, candidates, batch);
    const subject: CheckSubject = { executor, dataSet, weights, scalars, indices };
    const program = await executor.compile(view.graph, store, { outputs: Object.keys(view.graph.outputs), data });
    made.push(program);
    writeScalars(program, view.graph.nodes, scalars);
    program.write('indices', indices);
    program.run();

    const limit = isLarge ? limitWithin(view, BUDGET) : Infinity;
    await checkEveryNode(
      subject,
      view,
      program,
      rows,
      limit,
      part('Every op against the reference', 0, Math.min(whole, BUDGET)),
    );
    const differences = part('Gradients against finite differences', 1, DIFFERENCES_BUDGET);
    const { leftOut, onKinks } = await checkFiniteDifferences(
      subject,
      view,
      program,
      rows,
      DIFFERENCES_BUDGET,
      differences,
    );
    const slope = await slopeOfScores(view, program);
    const stepwise = part('A step of the program that trains', 2, 1);
    await checkTrainingStep(
      subject,
      spec,
      feeding,
      data,
      view,
      isLarge || isGpu ? program : null,
      slope,
      rows,
      stepwise,
    );

    notes.push(
      ...notesOn({ step, batch, candidates: candidates.length, isLarge, isGpu, leftOut, onKinks, hasDropout }),
    );
  } catch (error) {
    throw networkTooLarge(error, spec, batch);
  } finally {
    for (const one of made.reverse()) one.dispose();
  }
  return { executor: executor.name, batch, step, rows: rows.all(), notes, ms: now() - startMs };
}

/** The images of the run's next batches, each once. */
function candidatesOf({ batchSize, seeds }: RunDescription, step: number, count: number, batches: number): Int32Array {
  const source = createBatchSource(count, batchSize, seeds.order);
  const found = Array.from({ length: batches }, (_, batch) => [...source.indices(step + 1 + batch)]);
  return Int32Array.from(new Set(found.flat()));
}

interface Circumstances {
  readonly candidates: number;
  readonly step: number;
  readonly batch: number;
  readonly isLarge: boolean;
  readonly isGpu: boolean;
  readonly leftOut: readonly string[];
  readonly onKinks: number;
  readonly hasDropout: boolean;
}

/** How it was checked, in sentences. */
function notesOn({
  step,
  batch,
  candidates,
  isLarge,
  isGpu,
  leftOut,
  onKinks,
  hasDropout,
}: Circumstances): readonly string[] {
  const images = batch === 1 ? 'The image' : `The ${batch} images`;
  const weights = step === 0 ? 'the weights that the run starts from' : `its weights after step ${grouped(step)}`;
  return [
    `${images} of which the network is least sure among the next ${grouped(candidates)} of the run, with ${weights}.`,
    'Op by op, every value is read, so that the executor cannot join ops; each is compared with the reference (float64) on the very numbers that the executor had. The training step is the joined program that the run uses, with plain gradient descent.',
    isLarge
      ? 'This network is large for the reference’s readable loops: of convolutions and matrix products some channels were compared, and the training step was compared with the gradients that were checked op by op.'
      : null,
    isGpu
      ? 'Of the gradient of max pooling those cells are compared that are the only largest of their windows, because a GPU may choose otherwise among equal ones; the training step is compared with the gradients that were checked op by op.'
      : null,
    leftOut.length === 0
      ? null
      : `No finite differences of ${leftOut.length} arrays in the layers further from the loss, where one of them costs a whole pass.`,
    `Finite differences are central, with steps of ${DIFFERENCE_STEPS[0]}, smaller where a rectifier or a pooling has a kink nearby${onKinks === 0 ? '' : `; ${onKinks} that ${onKinks === 1 ? 'stands' : 'stand'} on a kink passed over`}${hasDropout ? '; dropout keeps its masks' : ''}.`,
  ].filter((note) => note !== null);
}
