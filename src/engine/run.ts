/**
 * A training run: the parameter store, its programs (train, evaluate, inspect), and the loop that drives them.
 *
 * Picture: one loop, asleep or awake. Awake, it takes training steps for a few milliseconds, lets the event loop breathe, and
 * goes on; at fixed steps it first takes the whole test set through the network, batch by batch, breathing in between. Requests
 * (pause, learning rate, inspect) are handled in those breaths. Everything that ends up in a curve happens at a step that is
 * fixed beforehand (`schedule.ts`).
 *
 * Knows nothing of workers and pages: it is handed a clock and a place to send events. Deliberately not here: choosing an
 * executor or a data set (`host.ts`), and anything after the worker border. The file is long because it is one loop and the state
 * that its steps share.
 */

import type { DataSet } from '../data/dataSet';
import { createTick } from '../data/tick';
import { completeCoefficients, hyperparameterProblem, type HyperparameterName } from '../network/hyperparameters';
import { rateFactor, scheduleProblem, type Schedule } from '../network/schedule';
import { optimizerNames, type NetworkSpec } from '../network/spec';
import { summarize } from '../network/summary';
import { randomStream } from '../tensor/random';
import { createBatchSource } from './batchSource';
import { checkMe, type CheckOptions } from './checkMe';
import { EngineError } from './engineError';
import { createEvaluator, type Evaluation, type RunningEvaluation } from './evaluation';
import type { Executor } from './executors/executor';
import { createInspector, readWeights } from './inspector';
import { createLooking, probeImages, type Looking } from './looking';
import { grouped } from './numberText';
import type {
  ArrayValue,
  CheckReport,
  EngineEvent,
  ImageChoice,
  Inspection,
  Look,
  PointSums,
  Predictions,
  RunDescription,
  RunPhase,
  RunStatus,
  Snapshot,
} from './protocol';
import { createRunWeights, type WeightCopy } from './runWeights';
import { isCheckpointStep, isCopyStep, isEvaluationStep, isPointStep, readEverySteps } from './schedule';
import { createSpeedMeter } from './speedMeter';
import { createStatusPost } from './statusPost';
import { extendTrail, TRAIL_START } from './trail';
import { openTrainingParts } from './trainingParts';
import type { StartingWeights } from './weightsLibrary';

/** Training goes on this long before the event loop may breathe. */
const BREATH_MS = 8;
const SNAPSHOT_INTERVAL_MS = 3000;
/** On a GPU: readings of the loss under way at once; waiting for the oldest keeps the queue of work short. */
const READINGS_UNDER_WAY = 2;

export interface RunOptions {
  readonly name: string;
  readonly description: RunDescription;
  readonly spec: NetworkSpec;
  readonly dataSet: DataSet;
  readonly executor: Executor;
  /** Trained weights at step 0, instead of random ones. */
  readonly start?: StartingWeights | undefined;
  /** Continue from here instead. */
  readonly snapshot?: Snapshot | undefined;
  /** Sends an event of each checkpoint. */
  readonly checkpoints?: boolean | undefined;
  readonly send: (event: EngineEvent) => void;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** The executor threw while training. */
  readonly onBroken?: (error: unknown) => void;
}

const noSums: PointSums = { loss: 0, readings: 0, right: 0, images: 0 };

/** Weights, and the trail of the curve that led to them. */
interface MarkedCopy extends WeightCopy {
  readonly trail: number;
}

/** A program besides the training. */
interface Looker {
  readonly memoryBytes: number;
  readonly dataBytes?: number;
  dispose(): void;
}

export interface Run {
  readonly dataSet: DataSet;
  readonly spec: NetworkSpec;
  readonly checkpoints: boolean;
  /** What the network's input is normalized with: the data set's own, or that of the weights it started from. */
  readonly normalization: DataSet['info']['normalization'];
  status(): RunStatus;
  train(): Promise<void>;
  /**
   * Resolves when the loop has stopped and its points have been sent; an evaluation that was under way is taken up again by the next
   * `train` or `step`.
   */
  pause(): Promise<void>;
  /** Resolves after `count` more steps, or when paused; their points have been sent before. While training there is nothing to add. */
  step(count: number): Promise<void>;
  /** Step 0 with the weights that it started from. */
  reset(): Promise<void>;
  /** Takes effect at the next step. @throws EngineError `bad-input` when the optimizer has none of this name, or not this value */
  setHyperparameter(name: HyperparameterName, value: number): void;
  /** From now on weights of another moment can be looked at, by their number. */
  look(look: Look): void;
  inspect(image: ImageChoice, layers: readonly string[], slots?: readonly string[], look?: number): Promise<Inspection>;
  weights(slots: readonly string[], look?: number): Promise<Readonly<Record<string, ArrayValue>>>;
  predictions(signal?: AbortSignal): Promise<Predictions>;
  /** With the weights of a look; `isProbe`: of the fixed probe alone. */
  predictionsAt(look: number, isProbe: boolean, signal?: AbortSignal): Promise<Predictions>;
  snapshot(): Promise<Snapshot>;
  /** The newest copy of the weights known to be sound; asks nothing of the executor. */
  lastSoundSnapshot(): Snapshot;
  /** Its arithmetic, checked beside it; training goes on. */
  checkMe(signal?: AbortSignal, tell?: CheckOptions['tell']): Promise<CheckReport>;
  /** Sends a status event. */
  report(): void;
  /** Stops the loop and frees store and programs. */
  dispose(): Promise<void>;
}

/**
 * @throws DataError when data set, network and batch size do not fit together
 * @throws EngineError `bad-input` when a hyper-parameter or the schedule cannot be or the snapshot is not one of this network
 */
export async function createRun(options: RunOptions): Promise<Run> {
  const { name, spec, executor, now, start } = options;
  const dataSet = normalizedFor(start, options.dataSet);
  checkTraining(options.description);
  const summary = summarize(spec);
  const inputShape = firstOf(spec.inputs).shape;
  const logitsLayer = firstOf(spec.losses).from;
  const classes = summary.layers.find((layer) => layer.name === logitsLayer)?.shape.at(-1) ?? 0;
  const { batchSize, seeds } = options.description;
  const source = createBatchSource(dataSet.train.count, batchSize, seeds.order);

  const parts = await openTrainingParts(executor, spec, dataSet, classes, options.description);
  const { training, store, program } = parts;
  const scalarSlots = new Set(
    training.graph.nodes.flatMap((node) => (node.op === 'scalar' ? [node.attributes.slot] : [])),
  );
  const weights = createRunWeights(store, training.slots, spec, options.description.optimizer, start?.slots);
  let memoryBytes = weights.memoryBytes + program.memoryBytes;
  let { dataBytes } = parts;

  const tick = createTick();
  const readsAreCheap = executor.name === 'wasm' || executor.name === 'reference';
  const readEvery = readEverySteps(readsAreCheap);

  const schedule: Schedule = options.description.schedule ?? { kind: 'constant' };
  let { learningRate, coefficients = {} } = options.description;
  let coefficientsAreWritten = false;
  let phase: RunPhase = 'ready';
  let message: string | null = null;
  let divergedAt: number | null = null;
  let step = 0;
  let lastLoss: number | null = null;
  let testAccuracy: number | null = null;

  let stepsLeft = 0;
  let pauseAsked = false;
  let disposed = false;
  let driving: Promise<void> | null = null;
  /** Train, pause, step and reset take effect in the order in which they were asked for. */
  let control: Promise<void> = Promise.resolve();

  let evaluating: RunningEvaluation | null = null;
  let lastEvaluation: Evaluation | null = null;
  const evaluationWaiters = new Set<{ resolve: (evaluation: Evaluation) => void; reject: (error: unknown) => void }>();

  let readings: {
    readonly step: number;
    readonly labels: Int32Array;
    readonly result: Promise<[number, ArrayLike<number>]>;
  }[] = [];
  let sums = noSums;

  let lastCheckpoint = -1;
  let looking: Looking | null = null;
  const checks = new Set<Promise<CheckReport>>();

  /** Of the curve so far. */
  let trail = options.snapshot?.trail ?? TRAIL_START;
  let candidate: MarkedCopy | null = null;
  let lastGood: MarkedCopy;
  let lastSnapshotMs = now();
  const speed = createSpeedMeter();

  const post = createStatusPost(options.send, status, now);

  function description(): RunDescription {
    return { ...options.description, learningRate, coefficients };
  }

  function status(): RunStatus {
    return {
      run: name,
      description: description(),
      phase,
      step,
      epoch: step / source.stepsPerEpoch,
      loss: lastLoss,
      testAccuracy,
      learningRate: rateAt(Math.max(1, step)),
      stepsPerSecond: speed.stepsPerSecond(),
      executor: executor.name,
      parameters: summary.parameters,
      memoryBytes: memoryBytes + (looking?.memoryBytes() ?? 0),
      dataBytes,
      startWords: start?.words ?? null,
      message,
      ...(divergedAt === null ? {} : { divergedAt }),
    };
  }

  /** What the schedule makes of the run's learning rate. */
  function rateAt(atStep: number): number {
    return learningRate * rateFactor(schedule, atStep);
  }

  function constants(): Readonly<Record<string, number>> {
    const coefficientsNow = completeCoefficients(options.description.optimizer, coefficients);
    return { ...coefficientsNow, ...training.scalars, seed: maskSeed(seeds.initialization) };
  }

  function writeConstants(): void {
    coefficientsAreWritten = true;
    for (const [slot, value] of Object.entries(constants())) {
      if (slot !== 'seed' || scalarSlots.has('seed')) program.write(slot, Float32Array.of(value));
    }
  }

  function asSnapshot(copy: MarkedCopy): Snapshot {
    return {
      description: description(),
      step: copy.step,
      slots: Object.fromEntries([...copy.slots].map(([slot, values]) => [slot, values.slice()])),
      loss: lastLoss,
      testAccuracy,
      trail: copy.trail,
    };
  }

  async function markedCopy(): Promise<MarkedCopy> {
    const here = trail;
    return { ...(await weights.copy(step)), trail: here };
  }

  /** One reading of the loss has come back: into the sums, the curve, and the judgement whether it is still finite. */
  function record(atStep: number, loss: number, predicted: ArrayLike<number>, truth: Int32Array): boolean {
    if (!Number.isFinite(loss)) {
      stopDiverged(atStep);
      return false;
    }
    lastLoss = loss;
    let right = 0;
    for (let n = 0; n < truth.length; n++) if (predicted[n] === truth[n]) right += 1;
    sums = {
      loss: sums.loss + loss,
      readings: sums.readings + 1,
      right: sums.right + right,
      images: sums.images + truth.length,
    };
    if (isPointStep(atStep)) {
      const point = { step: atStep, loss: sums.loss / sums.readings, accuracy: sums.right / sums.images };
      trail = extendTrail(trail, point);
      post.addTrainPoint({ ...point, trail });
      sums = noSums;
    }
    // A copy is known to be sound once a later batch has gone through it with a finite loss.
    if (candidate !== null && atStep > candidate.step) {
      lastGood = candidate;
      candidate = null;
      if (now() - lastSnapshotMs >= SNAPSHOT_INTERVAL_MS) {
        lastSnapshotMs = now();
        options.send({ kind: 'snapshot', run: name, snapshot: asSnapshot(lastGood) });
      }
    }
    return true;
  }

  function stopDiverged(atStep: number): void {
    weights.write(lastGood);
    ({ step, trail } = lastGood);
    divergedAt = atStep;
    phase = 'failed';
    stepsLeft = 0;
    candidate = null;
    readings = [];
    evaluating = null;
    lastEvaluation = null;
    sums = noSums;
    message =
      `The loss stopped being a finite number at step ${grouped(atStep)}. The likely cause is a learning rate of ${rateAt(atStep)}, ` +
      `too large for ${options.description.optimizer}. The weights of step ${grouped(step)} were kept: ` +
      `choose a smaller learning rate and train on from there, or reset.`;
    rejectWaiters(new EngineError('diverged', message));
  }

  /** Waits until at most `underWay` readings are open. False when the run stopped on the way. */
  async function drainReadings(underWay: number): Promise<boolean> {
    while (readings.length > underWay) {
      const reading = readings.shift();
      if (reading === undefined) break;
      const [loss, predicted] = await reading.result;
      if (!record(reading.step, loss, predicted, reading.labels)) return false;
    }
    return true;
  }

  /** Before the next step, so that everything that was measured at this one is known. */
  async function sendCheckpoint(): Promise<void> {
    lastCheckpoint = step;
    const { slots, trail: here } = await markedCopy();
    const snapshot = {
      description: description(),
      step,
      slots: Object.fromEntries(slots),
      loss: lastLoss,
      testAccuracy,
      trail: here,
    };
    options.send({ kind: 'checkpoint', run: name, snapshot });
  }

  async function trainStep(): Promise<boolean> {
    if (options.checkpoints === true && step !== lastCheckpoint && isCheckpointStep(step, readsAreCheap)) {
      if (!(await drainReadings(0))) return false;
      await sendCheckpoint();
    }
    if (isCopyStep(step, readsAreCheap) && step !== lastGood.step && step !== candidate?.step) {
      if (!(await drainReadings(0))) return false;
      candidate = await markedCopy();
    }
    const thisStep = step + 1;
    const indices = source.indices(thisStep);
    program.write('indices', indices);
    program.write('learningRate', Float32Array.of(rateAt(thisStep)));
    if (!coefficientsAreWritten) writeConstants();
    if (scalarSlots.has('step')) program.write('step', Float32Array.of(thisStep));
    program.run();
    step = thisStep;
    stepsLeft -= 1;
    if (thisStep % readEvery === 0 || stepsLeft === 0 || isPointStep(thisStep)) {
      const result = Promise.all([program.read('loss').then((values) => values[0] ?? NaN), program.read('predicted')]);
      // A failure is reported where the reading is awaited.
      result.catch(() => undefined);
      readings.push({
        step: thisStep,
        labels: Int32Array.from(indices, (index) => dataSet.train.labels[index] ?? -1),
        result,
      });
      if (!(await drainReadings(readsAreCheap ? 0 : READINGS_UNDER_WAY))) return false;
    }
    if (isEvaluationStep(thisStep)) {
      if (!(await drainReadings(0))) return false;
      evaluating = evaluationAt(thisStep);
    }
    return true;
  }

  /** Programs besides the training, compiled when first asked for. */
  const lookers = new Set<Looker>();
  const theEvaluator = lazily(() => createEvaluator(executor, store, spec, dataSet, classes));
  const theInspector = lazily(() => createInspector(executor, store, spec, dataSet, inputShape));

  function lazily<T extends Looker>(make: () => Promise<T>): () => Promise<T> {
    let made: Promise<T> | null = null;
    const makeAndKeep = async (): Promise<T> => {
      try {
        const looker = await make();
        if (disposed) {
          looker.dispose();
          throw new EngineError('cancelled', 'The run was closed.');
        }
        lookers.add(looker);
        memoryBytes += looker.memoryBytes;
        dataBytes += looker.dataBytes ?? 0;
        return looker;
      } catch (error) {
        // The next who asks may have better luck.
        made = null;
        throw error;
      }
    };
    return () => (made ??= makeAndKeep());
  }

  function evaluationAt(atStep: number): RunningEvaluation {
    let inner: RunningEvaluation | null = null;
    return {
      step: atStep,
      async advance() {
        if (inner === null) {
          const evaluator = await theEvaluator();
          inner = evaluator.begin(atStep);
        }
        return inner.advance();
      },
    };
  }

  async function advanceEvaluation(running: RunningEvaluation): Promise<void> {
    const result = await running.advance();
    // A reset in between has dropped it.
    if (result === null || evaluating !== running) return;
    evaluating = null;
    lastEvaluation = result;
    if (isEvaluationStep(result.step)) {
      testAccuracy = result.accuracy;
      post.addTestPoint({ step: result.step, loss: result.loss, accuracy: result.accuracy });
      post.announce();
    }
    for (const waiter of evaluationWaiters) waiter.resolve(result);
    evaluationWaiters.clear();
  }

  /** The loop. Ends when there is nothing left to do. */
  async function drive(): Promise<void> {
    let markMs = now();
    while (!disposed) {
      if (evaluating !== null && (!pauseAsked || evaluationWaiters.size > 0)) {
        await advanceEvaluation(evaluating);
        await tick.next();
        markMs = now();
        continue;
      }
      if (stepsLeft <= 0) break;
      const [startMs, startStep] = [now(), step];
      let alive: boolean;
      do alive = await trainStep();
      while (alive && stepsLeft > 0 && evaluating === null && now() - startMs < BREATH_MS);
      if (!alive) break;
      // The end of the work is announced when all of it is done.
      if (stepsLeft > 0 || evaluating !== null) post.announce();
      await tick.next();
      speed.note(now() - markMs, step - startStep);
      markMs = now();
    }
    if (!disposed) await drainReadings(0);
  }

  function startDriving(): void {
    driving ??= drive()
      .catch(stopBroken)
      .finally(() => {
        driving = null;
        if (stepsLeft > 0 && !disposed) {
          startDriving();
          return;
        }
        if (phase === 'running') phase = 'paused';
        if (!disposed) post.announce();
      });
  }

  async function idle(): Promise<void> {
    while (driving !== null) await driving;
  }

  /** The executor threw: a lost GPU, say. */
  function stopBroken(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    message = `internal: ${executor.name} (${executor.description}) stopped at step ${grouped(step)}: ${text}`;
    phase = 'failed';
    stepsLeft = 0;
    readings = [];
    evaluating = null;
    rejectWaiters(new EngineError('internal', message));
    if (!disposed) options.onBroken?.(error);
  }

  function begin(): void {
    pauseAsked = false;
    phase = 'running';
    message = null;
    divergedAt = null;
    startDriving();
  }

  /** Stops the loop at its next breath. */
  function stop(): void {
    stepsLeft = 0;
    pauseAsked = true;
  }

  function inOrder(action: () => void | Promise<void>): Promise<void> {
    const done = control.then(action);
    control = done.catch(() => undefined);
    return done;
  }

  function rejectWaiters(error: EngineError): void {
    for (const waiter of evaluationWaiters) waiter.reject(error);
    evaluationWaiters.clear();
  }

  function theLooking(): Looking {
    return (looking ??= createLooking(executor, training.slots, spec, dataSet, classes));
  }

  function startOver(): void {
    lastCheckpoint = -1;
    evaluating = null;
    lastEvaluation = null;
    rejectWaiters(new EngineError('cancelled', 'The run was reset.'));
    trail = TRAIL_START;
    lastGood = { ...weights.writeFresh(seeds.initialization), trail };
    candidate = null;
    step = 0;
    phase = 'ready';
    message = null;
    divergedAt = null;
    lastLoss = null;
    testAccuracy = null;
    speed.reset();
    sums = noSums;
    post.clear();
    options.send({ kind: 'cleared', run: name });
    post.announce();
  }

  function evaluateNow(signal: AbortSignal | undefined): Promise<Evaluation> {
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject };
      evaluationWaiters.add(waiter);
      signal?.addEventListener('abort', () => {
        evaluationWaiters.delete(waiter);
        // Nobody waits for it and no curve needs it.
        if (evaluationWaiters.size === 0 && evaluating !== null && !isEvaluationStep(evaluating.step))
          evaluating = null;
        reject(new EngineError('cancelled', 'The request was cancelled.'));
      });
      evaluating ??= evaluationAt(step);
      startDriving();
    });
  }

  writeConstants();
  try {
    const first =
      options.snapshot === undefined
        ? weights.writeFresh(seeds.initialization)
        : weights.writeSnapshot(options.snapshot);
    lastGood = { ...first, trail };
    // Now, so that a lack of room for the test set is said before the first step.
    await theEvaluator();
  } catch (error) {
    parts.dispose();
    tick.close();
    throw error;
  }
  if (options.snapshot !== undefined) {
    step = options.snapshot.step;
    lastLoss = options.snapshot.loss ?? null;
    testAccuracy = options.snapshot.testAccuracy ?? null;
    sums = options.snapshot.sums ?? noSums;
    if (step > 0) phase = 'paused';
  }

  return {
    dataSet: options.dataSet,
    spec,
    checkpoints: options.checkpoints === true,
    normalization: dataSet.info.normalization,
    status,
    train: () =>
      inOrder(() => {
        stepsLeft = Infinity;
        begin();
        post.announce();
      }),
    pause() {
      stop();
      return inOrder(async () => {
        stop();
        await idle();
        post.flush();
      });
    },
    async step(count) {
      if (!(Number.isInteger(count) && count >= 1)) {
        throw new EngineError('bad-input', `The number of steps must be 1, 2, …, found ${count}.`);
      }
      await inOrder(() => {
        stepsLeft += count;
        begin();
      });
      if (stepsLeft === Infinity) return;
      await idle();
      post.flush();
    },
    reset() {
      stop();
      return inOrder(async () => {
        stop();
        await idle();
        startOver();
      });
    },
    setHyperparameter(which, value) {
      const problem = hyperparameterProblem(options.description.optimizer, which, value);
      if (problem !== null) throw new EngineError('bad-input', problem);
      if (which === 'learningRate') learningRate = value;
      else {
        coefficients = { ...coefficients, [which]: value };
        coefficientsAreWritten = false;
      }
      post.announce();
    },
    look: (look) => theLooking().remember(look),
    async inspect(choice, layers, slots = [], look) {
      if (look !== undefined) return theLooking().inspect(look, choice, layers, slots);
      const inspector = await theInspector();
      return inspector.inspect(step, choice, layers, slots);
    },
    weights: (slots, look) => (look === undefined ? readWeights(store, slots) : theLooking().weights(look, slots)),
    async predictions(signal) {
      const known = lastEvaluation;
      const evaluation = known !== null && (known.step === step || stepsLeft > 0) ? known : await evaluateNow(signal);
      return {
        step: evaluation.step,
        split: 'test',
        labels: dataSet.test.labels.slice(),
        predicted: evaluation.predicted.slice(),
        confidence: evaluation.confidence.slice(),
        loss: evaluation.loss,
      };
    },
    async predictionsAt(look, isProbe, signal) {
      const images = isProbe ? probeImages(dataSet.test.count) : undefined;
      const { step: ofStep, predicted, confidence } = await theLooking().evaluate(look, images, signal);
      const { labels } = dataSet.test;
      return {
        step: ofStep,
        split: 'test',
        labels: images === undefined ? labels.slice() : Uint8Array.from(images, (image) => labels[image] ?? 0),
        predicted,
        confidence,
        ...(images === undefined ? {} : { images }),
      };
    },
    async snapshot() {
      // All of it is of this very step: the copy is enqueued before the first wait.
      const [copy, ofStep] = [markedCopy(), sums];
      return { ...asSnapshot(await copy), sums: ofStep };
    },
    async checkMe(signal, tell) {
      const atStep = step;
      const scalars = { ...constants(), learningRate: rateAt(atStep + 1), step: atStep + 1 };
      const { slots } = await weights.copy(atStep);
      const subject = { executor, spec, dataSet, description: description(), weights: slots, step: atStep, scalars };
      const check = checkMe({ ...subject, now, signal, tell, isGone: () => disposed });
      checks.add(check);
      return check.finally(() => checks.delete(check));
    },
    report: () => post.announce(),
    lastSoundSnapshot: () => asSnapshot(lastGood),
    async dispose() {
      disposed = true;
      stop();
      rejectWaiters(new EngineError('cancelled', 'The run was closed.'));
      await Promise.allSettled([idle(), ...checks]);
      post.clear();
      for (const made of lookers) made.dispose();
      looking?.dispose();
      parts.dispose();
      tick.close();
    },
  };
}

/** A network goes on seeing its inputs as it was trained to see them: what it was normalized with belongs to its weights. */
function normalizedFor(start: StartingWeights | undefined, dataSet: DataSet): DataSet {
  const normalization = start?.normalization ?? null;
  return normalization === null ? dataSet : { ...dataSet, info: { ...dataSet.info, normalization } };
}

/** @throws EngineError `bad-input` when the optimizer, one of its numbers or the schedule cannot be */
function checkTraining({ optimizer, learningRate, coefficients = {}, schedule }: RunDescription): void {
  if (!optimizerNames.includes(optimizer)) {
    const known = optimizerNames.join(', ');
    throw new EngineError(
      'bad-input',
      `The optimizer must be one of ${known}, found “${optimizer as string}”. Choose adam if in doubt.`,
    );
  }
  const problems = [
    ...Object.entries({ learningRate, ...coefficients }).map(([name, value]) =>
      hyperparameterProblem(optimizer, name, value),
    ),
    schedule === undefined ? null : scheduleProblem(schedule),
  ];
  const problem = problems.find((words) => words !== null);
  if (problem !== undefined) throw new EngineError('bad-input', problem);
}

function firstOf<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error('internal: a network description needs an input and a loss.');
  return first;
}

/** What a run's dropout masks are keyed by, besides step and layer: a whole number that float32 holds exactly, from all bits of the seed. */
function maskSeed(seed: number): number {
  return randomStream(seed, 'dropout').integer(2 ** 24);
}
