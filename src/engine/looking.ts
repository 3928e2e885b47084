/**
 * Looks at weights that the page has kept, while the run's own stay as they are: a store of its own with the programs that inspect and
 * evaluate, made when somebody first looks back.
 *
 * Picture: a shelf of the last few looks, one pair of glasses. Every piece of work (an inspection, one batch of an evaluation) takes its
 * turn, puts the weights that it wants before the glasses unless they are there, and is done before the next begins. So a long evaluation
 * never keeps a moved slider waiting for more than a batch.
 *
 * Deliberately not here: which weights are kept, and for how long (the lab's).
 */

import type { DataSet } from '../data/dataSet';
import { createTick } from '../data/tick';
import type { SlotSpec } from '../network/slotSpec';
import type { NetworkSpec } from '../network/spec';
import { sizeOf } from '../tensor/shape';
import { EngineError, throwIfCancelled } from './engineError';
import { createEvaluator, type Evaluation } from './evaluation';
import type { Executor } from './executors/executor';
import { createInspector, readWeights } from './inspector';
import type { ArrayValue, ImageChoice, Inspection, Look } from './protocol';

/** A slider that is moved asks for a new one before the answer to the last has come. */
const LOOKS_REMEMBERED = 4;
/** Test images that stand for all of them while the slider moves. */
export const PROBE_IMAGES = 500;

export interface Looking {
  remember(look: Look): void;
  inspect(look: number, image: ImageChoice, layers: readonly string[], slots: readonly string[]): Promise<Inspection>;
  weights(look: number, slots: readonly string[]): Promise<Readonly<Record<string, ArrayValue>>>;
  /** Of the whole test set, or of the images named. @throws EngineError `cancelled` (as a rejection) when the signal says so */
  evaluate(look: number, images: Uint32Array | undefined, signal: AbortSignal | undefined): Promise<Evaluation>;
  memoryBytes(): number;
  dispose(): void;
}

/** The fixed probe: evenly spread over the test set, all of it where that is not more. */
export function probeImages(testImages: number): Uint32Array {
  const count = Math.min(PROBE_IMAGES, testImages);
  return Uint32Array.from({ length: count }, (_, place) => Math.floor((place * testImages) / count));
}

/** @param slots of the run's store, moments and all; a look brings some of them or all */
export function createLooking(
  executor: Executor,
  slots: readonly SlotSpec[],
  spec: NetworkSpec,
  dataSet: DataSet,
  classes: number,
): Looking {
  const looks = new Map<number, Look>();
  const store = executor.createStore(slots);
  const storeBytes = slots.reduce((bytes, { shape }) => bytes + 4 * sizeOf(shape), 0);
  const made: { readonly memoryBytes: number; dispose(): void }[] = [];
  let shown: Look | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let isGone = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(() => {
      if (isGone) throw new EngineError('cancelled', 'The run was closed.');
      return work();
    });
    turn = done.catch(() => undefined);
    return done;
  }

  function show(id: number): Look {
    const look = looks.get(id);
    if (look === undefined) throw new EngineError('cancelled', 'These weights are not looked at any more.');
    if (shown !== look) {
      for (const { name } of slots) {
        const values = look.slots[name];
        if (values !== undefined) store.write(name, values);
      }
      shown = look;
    }
    return look;
  }

  function once<T extends { readonly memoryBytes: number; dispose(): void }>(make: () => Promise<T>): () => Promise<T> {
    let kept: T | null = null;
    return async () => {
      if (kept === null) {
        kept = await make();
        made.push(kept);
      }
      return kept;
    };
  }
  const [input] = spec.inputs;
  if (input === undefined) throw new Error('internal: a network description needs an input.');
  const theInspector = once(() => createInspector(executor, store, spec, dataSet, input.shape));
  const theEvaluator = once(() => createEvaluator(executor, store, spec, dataSet, classes));

  return {
    remember(look) {
      looks.delete(look.id);
      looks.set(look.id, look);
      const [oldest] = looks.keys();
      if (looks.size > LOOKS_REMEMBERED && oldest !== undefined) looks.delete(oldest);
    },
    inspect: (id, image, layers, wanted) =>
      inTurn(async () => {
        const inspector = await theInspector();
        return inspector.inspect(show(id).step, image, layers, wanted);
      }),
    weights: (id, wanted) =>
      inTurn(() => {
        show(id);
        return readWeights(store, wanted);
      }),
    async evaluate(id, images, signal) {
      const running = await inTurn(async () => {
        const evaluator = await theEvaluator();
        return evaluator.begin(show(id).step, images);
      });
      const tick = createTick();
      try {
        for (;;) {
          throwIfCancelled(signal);
          const result = await inTurn(() => {
            show(id);
            return running.advance();
          });
          if (result !== null) return result;
          await tick.next();
        }
      } finally {
        tick.close();
      }
    },
    memoryBytes: () => made.reduce((sum, { memoryBytes }) => sum + memoryBytes, storeBytes),
    dispose() {
      isGone = true;
      for (const one of made) one.dispose();
      store.dispose();
    },
  };
}
