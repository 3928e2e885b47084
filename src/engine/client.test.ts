import { describe, expect, test } from 'vitest';
import { createEngineClient, EngineFailure, type ClientEvent, type WorkerLike } from './client';
import type { FromWorker, RequestMessage, RunDescription, RunStatus, Snapshot, ToWorker } from './protocol';

/** A worker in the same thread: messages are cloned as a real border would, and handled in a later task. */
class FakeWorker implements WorkerLike {
  readonly received: ToWorker[] = [];
  isTerminated = false;
  private readonly listeners = new Map<string, ((event: never) => void)[]>();

  constructor(private readonly handle: (message: RequestMessage, worker: FakeWorker) => void) {}

  postMessage(message: unknown, transfer: Transferable[]): void {
    const cloned = structuredClone(message, { transfer }) as ToWorker;
    queueMicrotask(() => {
      if (this.isTerminated) return;
      this.received.push(cloned);
      if ('request' in cloned) this.handle(cloned, this);
    });
  }
  terminate(): void {
    this.isTerminated = true;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  fire(type: string, event: unknown): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event as never);
  }
  send(message: FromWorker): void {
    this.fire('message', { data: structuredClone(message) });
  }
  get requests(): string[] {
    return this.received.flatMap((message) => ('request' in message ? [message.request] : []));
  }
}

const description: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};
const statusAt = (step: number, phase: RunStatus['phase'] = 'paused'): RunStatus => ({
  run: 'lenet',
  description,
  phase,
  step,
  epoch: 0,
  loss: null,
  testAccuracy: null,
  learningRate: 0.001,
  stepsPerSecond: null,
  executor: 'wasm',
  parameters: 1,
  memoryBytes: 4,
  dataBytes: 0,
  message: null,
});

/** Answers `open` with a status and leaves everything else waiting. */
const opens = (message: RequestMessage, worker: FakeWorker): void => {
  if (message.request === 'open') {
    worker.send({ id: message.id, result: statusAt(message.params.snapshot?.step ?? 0) });
  }
};

function connect(handle: (message: RequestMessage, worker: FakeWorker) => void) {
  const workers: FakeWorker[] = [];
  const events: ClientEvent[] = [];
  const client = createEngineClient({
    spawn: () => {
      const worker = new FakeWorker(handle);
      workers.push(worker);
      return worker;
    },
    configuration: { base: 'http://localhost/' },
  });
  client.subscribe((event) => void events.push(event));
  return { client, workers, events, last: () => workers[workers.length - 1]! };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('requests and replies', () => {
  test('each reply reaches its own request, in whatever order they come', async () => {
    const { client, last } = connect(() => undefined);
    const first = client.request('train', { run: 'a' });
    const second = client.request('train', { run: 'b' });
    await turn();
    const [configure, one, two] = last().received;
    expect(configure).toEqual({ configure: { base: 'http://localhost/' } });
    last().send({ id: (two as RequestMessage).id, result: statusAt(2) });
    last().send({ id: (one as RequestMessage).id, result: statusAt(1) });
    expect((await first).step).toBe(1);
    expect((await second).step).toBe(2);
  });

  test('an error crosses as data and arrives with its code', async () => {
    const { client } = connect((message, worker) =>
      worker.send({ id: message.id, error: { code: 'bad-input', message: 'There is no open run “x”.' } }),
    );
    const failure = await client.request('pause', { run: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineFailure);
    expect(failure).toMatchObject({ code: 'bad-input', message: 'There is no open run “x”.' });
  });

  test('aborting sends a cancel; one that is aborted before is never sent', async () => {
    const { client, last } = connect(() => undefined);
    const controller = new AbortController();
    const request = client.request('predictions', { run: 'a' }, { signal: controller.signal });
    await turn();
    controller.abort();
    await turn();
    const id = (last().received[1] as RequestMessage).id;
    expect(last().received[2]).toEqual({ cancel: id });
    last().send({ id, error: { code: 'cancelled', message: 'The request was cancelled.' } });
    await expect(request).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.request('predictions', { run: 'a' }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(last().received).toHaveLength(3);
  });

  test('buffers that are to be transferred leave the page', async () => {
    const { client } = connect(() => undefined);
    const weights = new Float32Array(2);
    const snapshot = { description, step: 1, slots: { 'conv.weight': weights } };
    void client.request('open', { run: 'a', description, snapshot }, { transfer: [weights.buffer] });
    await turn();
    expect(weights.byteLength).toBe(0);
  });

  test('a request hears of its own progress until it is answered', async () => {
    const { client, last } = connect(() => undefined);
    const told: unknown[] = [];
    const asked = client.request('inspectImport', { files: [], choices: null }, { onProgress: (to) => told.push(to) });
    await turn();
    const { id } = last().received.at(-1) as { id: number };
    const progress = { task: 'Reading files', done: 1, total: 4 };
    last().send({ id: id + 1, progress: { ...progress, done: 9 } });
    last().send({ id, progress });
    last().send({ id, result: 'report' });
    last().send({ id, progress });
    expect(await asked).toBe('report');
    expect(told).toEqual([progress]);
  });

  test('events reach listeners until they unsubscribe', async () => {
    const { client, last, events } = connect(() => undefined);
    let count = 0;
    const unsubscribe = client.subscribe(() => count++);
    last().send({ event: { kind: 'notice', message: 'hello' } });
    unsubscribe();
    last().send({ event: { kind: 'notice', message: 'again' } });
    await turn();
    expect(count).toBe(1);
    expect(events).toHaveLength(2);
  });
});

describe('a dead worker', () => {
  test.each([
    ['error', { message: 'out of memory' }, 'out of memory'],
    ['messageerror', {}, 'could not be read'],
  ])(
    '%s rejects every pending call, opens its runs from their last snapshots, and works again',
    async (type, event, why) => {
      const { client, workers, events, last } = connect(opens);
      await client.request('open', { run: 'lenet', description });
      const changed = { ...description, learningRate: 0.01 };
      const snapshot: Snapshot = { description: changed, step: 50, slots: { 'conv1.weight': Float32Array.of(1, 2) } };
      last().send({
        event: {
          kind: 'status',
          status: { ...statusAt(60, 'running'), description: changed },
          trainPoints: [],
          testPoints: [],
        },
      });
      last().send({ event: { kind: 'snapshot', run: 'lenet', snapshot } });
      const waiting = [client.request('train', { run: 'lenet' }), client.request('predictions', { run: 'lenet' })];
      await turn();

      last().fire(type, event);
      for (const call of waiting) {
        await expect(call).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining(why) as string,
        });
      }
      expect(workers).toHaveLength(2);
      expect(workers[0]!.isTerminated).toBe(true);
      // Sent at once after the death: it must find its run open.
      void client.request('weights', { run: 'lenet', slots: [] }).catch(() => undefined);
      await turn();
      expect(last().requests).toEqual(['open', 'weights']);
      expect(last().received[1]).toMatchObject({ params: { run: 'lenet', description: changed, snapshot } });
      expect(events.at(-1)).toEqual({
        kind: 'notice',
        message: expect.stringMatching(/started again\. Training is paused at step 50, where its weights/) as string,
      });
      expect(events.at(-2)).toMatchObject({ kind: 'status', status: { step: 50 } });

      const id = last().received.findIndex((message) => 'request' in message && message.request === 'weights');
      last().send({ id: (last().received[id] as RequestMessage).id, result: {} });
      expect((await client.request('open', { run: 'second', description })).phase).toBe('paused');
    },
  );

  test('weights files that the reader handed over go to the new worker before its runs are opened', async () => {
    const { client, last } = connect((message, worker) => {
      opens(message, worker);
      if (message.request === 'keepWeights') worker.send({ id: message.id, result: { file: 'f0', name: 'mine' } });
    });
    const bytes = Uint8Array.of(1, 2, 3).buffer;
    await client.request('keepWeights', { name: 'mine', bytes }, { transfer: [bytes] });
    await client.request('open', {
      run: 'lenet',
      description: { ...description, start: { file: 'f0', name: 'mine' } },
    });
    last().fire('error', { message: 'out of memory' });
    await turn();
    expect(last().requests).toEqual(['keepWeights', 'open']);
    expect(last().received.find((message) => 'request' in message)).toMatchObject({
      params: { name: 'mine', bytes: Uint8Array.of(1, 2, 3).buffer },
    });
  });

  test('a run that cannot be opened again is lost, and told', async () => {
    let deaths = 0;
    const { client, events, last } = connect((message, worker) => {
      if (deaths === 0) opens(message, worker);
      else worker.send({ id: message.id, error: { code: 'bad-input', message: 'MNIST is not here yet.' } });
    });
    await client.request('open', { run: 'lenet', description });
    deaths++;
    last().fire('error', { message: 'gone' });
    await turn();
    expect(events).toEqual([
      { kind: 'lost', run: 'lenet' },
      {
        kind: 'notice',
        message: expect.stringMatching(/could not be opened again: MNIST is not here yet\.$/) as string,
      },
    ]);
  });

  test('a closed run is not opened again, and what the dead worker still says is not heard', async () => {
    const { client, workers, events, last } = connect((message, worker) =>
      worker.send({ id: message.id, result: message.request === 'close' ? null : statusAt(0) }),
    );
    await client.request('open', { run: 'lenet', description });
    await client.request('close', { run: 'lenet' });
    last().fire('error', { message: 'gone' });
    await turn();
    expect(last().requests).toEqual([]);
    workers[0]!.send({ event: { kind: 'notice', message: 'a ghost' } });
    expect(events).toEqual([]);
  });

  test('one that never answers is given up at the second death', async () => {
    const { client, workers, events, last } = connect(() => undefined);
    const first = client.request('open', { run: 'lenet', description });
    last().fire('error', {});
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    last().fire('error', {});
    await expect(client.request('open', { run: 'lenet', description })).rejects.toThrow(
      /cannot run in this browser \(it could not be loaded\)/,
    );
    expect(workers).toHaveLength(2);
    expect(events).toEqual([{ kind: 'unavailable', message: expect.stringContaining('cannot run') as string }]);
  });

  test('one that cannot be started at all is unavailable, also for later listeners', async () => {
    const client = createEngineClient({
      spawn: () => {
        throw new Error('workers are switched off');
      },
    });
    const events: ClientEvent[] = [];
    client.subscribe((event) => void events.push(event));
    expect(events).toEqual([{ kind: 'unavailable', message: expect.stringContaining('switched off') as string }]);
    await expect(client.request('dataSets', {})).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('after dispose nothing is left waiting', async () => {
    const { client, last } = connect(() => undefined);
    const waiting = client.request('dataSets', {});
    client.dispose();
    await expect(waiting).rejects.toThrow('shut down');
    await expect(client.request('dataSets', {})).rejects.toThrow('shut down');
    expect(last().isTerminated).toBe(true);
  });
});
