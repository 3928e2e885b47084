/**
 * What the lab costs and how quickly it answers, on LeNet-5 with *Digits*: training with everything of it on against a bare run, and going
 * back to every checkpoint that was kept. In Node, with the real engine and the real lab in one thread, so that what a page does on another
 * core is counted too. Then the same in the page (`labPage.ts`).
 */
import { generateDigits } from '../../src/data/digits';
import { createEngineClient } from '../../src/engine/client';
import type { RunHandle } from '../../src/lab/runState';
import { defaultDescription } from '../../src/lab/runs';
import { reachable } from '../../src/lab/timeline';
import { networkNamed } from '../../src/network/zoo';
import { engineHere, labHere, untilState } from '../fixtures/labHere';
import { measureLabCurves } from './labCurves';
import { measureLinks } from './labLinks';
import { measureLabPage } from './labPage';
import { quantile } from './quantile';
import type { Report } from './sections';

async function opened(run: RunHandle): Promise<RunHandle> {
  await untilState(run, ({ status }) => status !== null);
  return run;
}

export async function measureLab(report: Report): Promise<void> {
  await measureTraining(report);
  await measureRewinding(report);
  measureCurves(report);
  await measureLabPage(report);
  measureLinks(report);
}

/** All that a frame computes, besides what the browser does with the paths. */
function measureCurves({ add }: Report): void {
  const { points, redrawMs, keptRedrawMs, batchMs } = measureLabCurves();
  const row = (name: string, value: number): void => add({ name, unit: 'ms', value, peer: null, ratio: null });
  row(`a frame of loss and accuracy, two curves of ${points} points in each, median`, redrawMs.median);
  row('95th percentile', redrawMs.p95);
  row('the same of what the lab keeps of such curves, median', keptRedrawMs.median);
  row('95th percentile', keptRedrawMs.p95);
  row(`${points} points coming in batches of 50, 95th percentile of a batch`, batchMs.p95);
}

/**
 * Both kinds in turn, each time from step 0, where checkpoints are densest. Processor time, because a few per cent are less than what a
 * neighbour on the machine adds to the time on the clock.
 */
export async function measureTraining({ quick, add }: Report): Promise<void> {
  const dataSet = await generateDigits({ seed: 1, train: 20_000, validation: 100, test: 2_000 });
  const steps = quick ? 1000 : 3000;
  const client = createEngineClient({ spawn: await engineHere({ dataSet }) });
  const lab = await labHere({ dataSet });
  const byEngine = async (run: string, checkpoints: boolean) => {
    await client.request('open', { run, description: defaultDescription, checkpoints });
    return {
      train: () => client.request('step', { run, count: steps }),
      close: () => client.request('close', { run }),
    };
  };
  const kinds = {
    bare: (run: string) => byEngine(run, false),
    /** What of it is done where the training is; the rest is the page's, and in a browser on another thread. */
    checkpoints: (run: string) => byEngine(run, true),
    async lab(name: string) {
      const run = await opened(lab.openRun(name));
      return { train: () => run.actions.step(steps), close: () => lab.closeRun(name) };
    },
  };
  const times = { bare: [] as number[], checkpoints: [] as number[], lab: [] as number[] };
  const order = ['checkpoints', 'bare', 'lab'] as const;
  for (let repeat = 0; repeat < (quick ? 3 : 7); repeat++) {
    for (const kind of repeat % 2 === 0 ? order : [...order].reverse()) {
      const run = await kinds[kind](`${kind}-${repeat}`);
      const start = process.cpuUsage();
      await run.train();
      const { user, system } = process.cpuUsage(start);
      times[kind].push((user + system) / 1000 / steps);
      await run.close();
    }
  }
  client.dispose();
  const row = (name: string, unit: string, value: number): void => add({ name, unit, value, peer: null, ratio: null });
  // Neighbours in time: the machine is not the same from one minute to the next.
  const slowedBy = (kind: 'checkpoints' | 'lab'): number =>
    100 *
    (quantile(
      times[kind].map((ms, repeat) => ms / (times.bare[repeat] ?? NaN)),
      0.5,
    ) -
      1);
  row(`LeNet-5, ${steps} steps of 32 from the first on, by the engine alone`, 'CPU ms/step', quantile(times.bare, 0.5));
  row('slowed by the engine’s part of the lab (checkpoints), median of the pairs', '%', slowedBy('checkpoints'));
  row('slowed by all of the lab in the same thread (state and ledger too)', '%', slowedBy('lab'));
}

/** Feature maps of all layers, all kernels, and the probe's predictions, at every checkpoint in an order that jumps. */
async function measureRewinding({ quick, add, note }: Report): Promise<void> {
  const dataSet = await generateDigits({ seed: 1, train: 20_000, validation: 100, test: 2_000 });
  const lab = await labHere({ dataSet });
  const run = await opened(lab.openRun('lenet'));
  await run.actions.step(quick ? 1000 : 4000);
  const { timeline, id } = run.store.getState();
  const steps = reachable(timeline, id);
  const layers = networkNamed('lenet5').layers.map(({ name }) => name);
  const slots = ['conv1.weight', 'conv2.weight'];
  const image = { kind: 'sample', split: 'test', index: 0 } as const;
  const times: number[] = [];
  for (let turn = 0; turn < steps.length; turn++) {
    const step = steps[(turn * 37) % steps.length] ?? 0;
    run.actions.view(null);
    const start = performance.now();
    run.actions.view(step);
    const [seen, probe] = await Promise.all([run.actions.inspect(image, layers, slots), run.actions.predictions()]);
    times.push(performance.now() - start);
    if (seen.step !== step || probe.step !== step)
      throw new Error(`internal: asked for step ${step}, found ${seen.step}`);
  }
  const row = (name: string, value: number): void => add({ name, unit: 'ms', value, peer: null, ratio: null });
  row(`going back to one of ${steps.length} checkpoints, median`, quantile(times, 0.5));
  row('95th percentile', quantile(times, 0.95));
  row('longest (the first, with the compilation of what looks back)', Math.max(...times));
  const { bytes, limitBytes } = run.store.getState().timeline;
  note(`Checkpoints up to step ${steps.at(-1)}: ${(bytes / 2 ** 20).toFixed(1)} of ${limitBytes / 2 ** 20} MiB.`);
}
