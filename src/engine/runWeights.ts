/**
 * Filling and copying a run's parameter store: fresh weights, a snapshot, a copy to fall back on. Optimizer moments count as
 * weights here.
 */

import { initialParameters } from '../network/initialize';
import type { SlotSpec } from '../network/slotSpec';
import type { NetworkSpec, OptimizerName } from '../network/spec';
import { sizeOf } from '../tensor/shape';
import { EngineError } from './engineError';
import type { ParameterStore } from './executors/executor';
import type { Snapshot } from './protocol';

/** Every slot as it was after `step`. */
export interface WeightCopy {
  readonly step: number;
  readonly slots: ReadonlyMap<string, Float32Array>;
}

export interface RunWeights {
  readonly memoryBytes: number;
  /** Writes the weights that the run starts from: trained ones, and what is missing of them as the seed gives it; moments zero. */
  writeFresh(seed: number): WeightCopy;
  /** Moments that the snapshot has not, being of another optimizer, begin at zero. @throws EngineError `bad-input` when it is of another network */
  writeSnapshot(snapshot: Snapshot): WeightCopy;
  write(copy: WeightCopy): void;
  /** All reads are enqueued before the first wait, so that the copy is of one step. */
  copy(step: number): Promise<WeightCopy>;
}

export function createRunWeights(
  store: ParameterStore,
  slots: readonly SlotSpec[],
  spec: NetworkSpec,
  optimizer: OptimizerName,
  trained: ReadonlyMap<string, Float32Array> = new Map(),
): RunWeights {
  function write(copy: WeightCopy): WeightCopy {
    for (const [slot, values] of copy.slots) store.write(slot, values);
    return copy;
  }

  return {
    memoryBytes: slots.reduce((bytes, slot) => bytes + 4 * sizeOf(slot.shape), 0),
    writeFresh(seed) {
      // The initializer knows only what is trained.
      const initial = initialParameters(spec, seed);
      const values = slots.map(
        ({ name, shape }) => [name, trained.get(name) ?? initial.get(name) ?? new Float32Array(sizeOf(shape))] as const,
      );
      return write({ step: 0, slots: new Map(values) });
    },
    writeSnapshot(snapshot) {
      const ofNetwork = initialParameters(spec, 0);
      const values = slots.map(({ name, shape }) => {
        const found = snapshot.slots[name];
        if (found?.length === sizeOf(shape)) return [name, found.slice()] as const;
        if (found === undefined && !ofNetwork.has(name)) return [name, new Float32Array(sizeOf(shape))] as const;
        throw new EngineError(
          'bad-input',
          `The snapshot does not fit ${spec.title} with ${optimizer}: “${name}” expected ${sizeOf(shape)} numbers, ` +
            `found ${found?.length ?? 'none'}. Open the run without it.`,
        );
      });
      return write({ step: snapshot.step, slots: new Map(values) });
    },
    write,
    async copy(step) {
      const values = await Promise.all(slots.map(async ({ name }) => [name, await store.read(name)] as const));
      return { step, slots: new Map(values) };
    },
  };
}
