/**
 * Looking at a run as it was: which checkpoint the figures see, and their questions to the engine about it.
 *
 * Picture: one slider for all figures of a run. While it is at the newest weights, questions go to the run itself. Elsewhere the engine is
 * first handed the weights of that checkpoint, once, and questions name them. A slider that moves on makes older questions worthless: they
 * are asked again about what is seen now.
 *
 * Deliberately not here: which checkpoints there are (`timeline.ts`).
 */

import type { StoreApi } from 'zustand/vanilla';
import { EngineFailure, type EngineClient } from '../engine/client';
import type { Predictions } from '../engine/protocol';
import { isMoment } from '../network/slotSpec';
import type { RunState } from './runState';
import { nearest, type Checkpoint } from './timeline';

/** The slider has stood still for so long when the figures may begin with what takes longer. */
const REST_MS = 300;
/** As the engine remembers. */
const LOOKS_SENT = 4;

export interface LookBackOptions {
  readonly run: string;
  readonly store: Pick<StoreApi<RunState>, 'getState'>;
  readonly update: (change: Partial<RunState>) => void;
  readonly checkpoint: (branch: string, step: number) => Checkpoint | null;
  /** Sends to the engine when the run is open. */
  readonly ask: <T>(send: (client: EngineClient) => Promise<T>) => Promise<T>;
}

export interface LookBack {
  view(step: number | null): void;
  /** No view any more, and no timer. */
  stop(): void;
  /** `look` is for the request: which weights to answer for. Asked again where the view has moved on meanwhile. */
  ask<T>(send: (client: EngineClient, look: number | undefined) => Promise<T>): Promise<T>;
  predictions(): Promise<Predictions>;
}

export function createLookBack({ run, store, update, checkpoint, ask }: LookBackOptions): LookBack {
  let seen: Checkpoint | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Numbers of the looks that the engine has, the newest last, and the engine that has them. */
  let sent: number[] = [];
  let moved = new AbortController();
  /** What the engine said of a checkpoint does not change. */
  const probes = new WeakMap<Checkpoint, Predictions>();
  const wholes = new WeakMap<Checkpoint, Predictions>();

  function move(next: Checkpoint | null): void {
    clearTimeout(timer);
    moved.abort();
    moved = new AbortController();
    seen = next;
  }

  function show(view: RunState['view']): void {
    update({ view, weightsVersion: store.getState().weightsVersion + 1 });
  }

  function view(step: number | null): void {
    const { timeline, id, view: before } = store.getState();
    const found = step === null ? null : nearest(timeline, id, step);
    const next = found === null ? null : checkpoint(found.branch.id, found.step);
    if (next === seen && (next === null) === (before === null)) return;
    move(next);
    show(next === null ? null : { step: next.snapshot.step, isResting: false });
    if (next === null) return;
    timer = setTimeout(() => {
      if (seen === next) show({ step: next.snapshot.step, isResting: true });
    }, REST_MS);
  }

  async function send(client: EngineClient, { look, snapshot }: Checkpoint): Promise<void> {
    if (sent.includes(look)) return;
    sent = [...sent, look].slice(-LOOKS_SENT);
    // To look, the optimizer's moments are not needed; they are the larger part.
    const slots = Object.fromEntries(Object.entries(snapshot.slots).filter(([slot]) => !isMoment(slot)));
    await client.request('look', { run, look: { id: look, step: snapshot.step, slots } });
  }

  async function askSeen<T>(question: (client: EngineClient, look: number | undefined) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const asked = seen;
      try {
        return await ask(async (client) => {
          if (asked === null) return question(client, undefined);
          await send(client, asked);
          return question(client, asked.look);
        });
      } catch (error) {
        // The engine was started anew, or moved on with the slider.
        if (!(error instanceof EngineFailure) || error.code !== 'cancelled' || attempt === 3) throw error;
        sent = [];
      }
    }
  }

  return {
    view,
    stop: () => move(null),
    ask: askSeen,
    predictions() {
      const isProbe = store.getState().view?.isResting === false;
      const known = seen === null ? undefined : (wholes.get(seen) ?? (isProbe ? probes.get(seen) : undefined));
      if (known !== undefined) return Promise.resolve(known);
      return askSeen(async (client, look) => {
        if (look === undefined) return client.request('predictions', { run });
        const asked = seen;
        const { signal } = moved;
        const answer = await client.request('predictions', { run, look, probe: isProbe }, { signal });
        if (asked?.look === look) (isProbe ? probes : wholes).set(asked, answer);
        return answer;
      });
    },
  };
}
