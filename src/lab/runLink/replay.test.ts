/** Runs sent and replayed through everything that is real but the page: client, border, host, runs, executors, LeNet-5 on Digits. */
import { beforeAll, describe, expect, test } from 'vitest';
import { labHere } from '../../../tests/fixtures/labHere';
import type { DataSet } from '../../data/dataSet';
import { generateDigits } from '../../data/digits';
import type { Executor } from '../../engine/executors/executor';
import { createReferenceExecutor } from '../../engine/executors/reference';
import type { RunDescription } from '../../engine/protocol';
import type { RunHandle } from '../runState';
import { replay } from './replay';
import { readRunLink, runLinkOf, writeRunLink } from './runLink';
import type { RunLink } from './runLink';
import { verdictWords } from './verdict';
import type { Verdict } from './verdict';

let digits: DataSet;
beforeAll(async () => {
  digits = await generateDigits({ seed: 1, train: 640, validation: 10, test: 100 });
});

/** A page of somebody's, with one run. */
async function page(description: Partial<RunDescription> = {}, executor?: () => Executor): Promise<RunHandle> {
  const lab = await labHere({ dataSet: digits, ...(executor === undefined ? {} : { executor }) });
  return lab.openRun('lenet', description);
}

function sent(run: RunHandle): RunLink {
  const link = runLinkOf(run.store.getState());
  if (link === null) throw new Error('nothing to send');
  const text = writeRunLink(link);
  expect(text).toMatch(/^1\.[A-Za-z0-9._*-]+$/);
  expect(text.length).toBeLessThan(700);
  const read = readRunLink(text);
  expect(read).toEqual(JSON.parse(JSON.stringify(link)));
  return read;
}
const kindOf = ({ kind }: Verdict): string => kind;

describe('a run with forks and changed settings, LeNet-5 on Digits', { timeout: 120_000 }, () => {
  let maker: RunHandle;
  let link: RunLink;
  beforeAll(async () => {
    maker = await page();
    await maker.actions.step(33);
    await maker.actions.setHyperparameter('learningRate', 0.002);
    await maker.actions.step(20);
    // Back to an earlier checkpoint, with another optimizer, and then with a penalty.
    await maker.actions.fork(30, { optimizer: 'momentum', learningRate: 0.01 });
    await maker.actions.step(35);
    await maker.actions.setHyperparameter('l2', 0.0005);
    await maker.actions.step(58);
    link = sent(maker);
  });

  test('the link tells its story', () => {
    const [fork, penalty] = link.history;
    expect(link.origin).toMatchObject({ optimizer: 'adam', learningRate: 0.001 });
    expect(fork?.change).toMatchObject({ optimizer: 'momentum', learningRate: 0.01 });
    expect(penalty?.change).toMatchObject({ coefficients: { l2: 0.0005 } });
    expect(link.history).toHaveLength(2);
    expect(link.print).toMatchObject({ executor: 'wasm' });
    expect(link.print.lastStep).toBe((fork?.step ?? 0) + 93);
    expect(link.print.marks.length).toBeGreaterThan(10);
  });

  test('is the same bit for bit on another page, also where something else was trained before', async () => {
    const receiver = await page({ optimizer: 'sgd', learningRate: 0.05 });
    await receiver.actions.step(12);
    const seen: number[] = [];
    const verdict = await replay(receiver, link, { onProgress: ({ step }) => seen.push(step) });
    expect(verdict).toEqual({ kind: 'same', lastStep: link.print.lastStep - (link.print.lastStep % 10) });
    expect(receiver.store.getState().trainPoints).toEqual(maker.store.getState().trainPoints);
    expect(receiver.store.getState().status?.step).toBe(link.print.lastStep);
    expect(seen.at(-1)).toBe(link.print.lastStep);
    // And once more, on a page that has it already.
    expect(kindOf(await replay(receiver, link))).toBe('same');
    expect(verdictWords(verdict, link.print)).toMatch(/^Same, bit for bit: every training point up to step 12\d /);
  });

  test('differs from step 1 with another seed', async () => {
    const seeds = { initialization: 2, order: 2, generator: 1 };
    const verdict = await replay(await page(), { ...link, origin: { ...link.origin, seeds } });
    expect(verdict).toMatchObject({ kind: 'differs', after: 0, from: 1 });
    expect(verdictWords(verdict, link.print)).toMatch(
      /^Differs from step 1: expected a loss of 2\.\d+, found 2\.\d+\. Something that makes the curve is not the same here/,
    );
  });

  test('differs after the fork when a change on the way is another', async () => {
    const [fork, ...rest] = link.history;
    if (fork === undefined) throw new Error('no fork');
    const other = { ...fork, change: { ...fork.change, learningRate: 0.3 } };
    const verdict = await replay(await page(), { ...link, history: [other, ...rest] });
    expect(verdict).toMatchObject({ kind: 'differs' });
    if (verdict.kind === 'differs') {
      expect(verdict.after).toBeGreaterThanOrEqual(20);
      expect(verdict.from).toBeGreaterThan(fork.step);
    }
  });

  test('a reader may stop it, and hears how far it was the same', async () => {
    const giveUp = new AbortController();
    const verdict = await replay(await page(), link, { signal: giveUp.signal, onProgress: () => giveUp.abort() });
    expect(verdict.kind).toBe('same');
    if (verdict.kind === 'same') expect(verdict.lastStep).toBeLessThan(link.print.lastStep - 10);
  });

  test('a run that cannot be had here is said in words', async () => {
    await expect(
      replay(await page(), { ...link, origin: { ...link.origin, start: { weights: 'lenet5-lost' } } }),
    ).rejects.toThrow(/lenet5-lost/);
  });
});

test('on another executor a run is the same within tolerance', { timeout: 120_000 }, async () => {
  // The reference takes its time: few steps, small batches.
  const description = { batchSize: 4 };
  const maker = await page(description);
  await maker.actions.step(3);
  const verdict = await replay(await page({}, createReferenceExecutor), sent(maker));
  expect(verdict).toMatchObject({ kind: 'within', isSameExecutor: false, lastStep: 3 });
  if (verdict.kind === 'within') {
    expect(verdict.largest).toBeGreaterThan(0);
    expect(verdict.largest).toBeLessThan(1e-5);
  }
});
