/** The dialog of sweeps on a page, with a lab whose runs come to their end when the test says so. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../app/styles/tokens.css';
import { fakeSweepLab, fakeTurns, settled } from '../../../lab/sweep/fakeSweepLab';
import type { FakeSweepLab } from '../../../lab/sweep/fakeSweepLab';
import type { SweepPlan } from '../../../lab/sweep/plan';
import { createMemoryStorage } from '../../../lab/sweep/storage';
import { createSweeper } from '../../../lab/sweep/sweeper';
import type { Sweeper } from '../../../lab/sweep/sweeper';
import { Button } from '../../../ui/Button';
import { fakeRun } from '../../fakeRun';
import type { FakeRun } from '../../fakeRun';
import { SweepDialog } from './SweepDialog';
import { SweepLine } from './SweepLine';
import { SweepSource } from './useSweeps';

let fake: FakeSweepLab;
let run: FakeRun;
let sweeper: Sweeper;
let root: Root;
let clockMs: number;
let described: unknown[];
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialogs = (): Element[] => page.getByRole('dialog').elements();
const field = (name: string) => page.getByRole('spinbutton', { name });
const progress = (name: string) => page.getByRole('progressbar', { name });

function Page(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <SweepSource value={() => sweeper}>
      <Button onPress={() => setIsOpen(true)}>Sweep…</Button>
      <SweepLine />
      <SweepDialog run={run.handle} networks={['lenet5']} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </SweepSource>
  );
}

beforeEach(async () => {
  await page.viewport(1280, 900);
  document.body.style.margin = '0';
  clockMs = 0;
  described = [];
  fake = fakeSweepLab();
  run = fakeRun('lenet', { describe: (description) => Promise.resolve(void described.push(description)) });
  let ids = 0;
  sweeper = createSweeper({
    lab: fake.lab,
    storage: createMemoryStorage(),
    turn: fakeTurns().tab(),
    mark: () => undefined,
    newId: () => `s${(ids += 1)}`,
    now: () => clockMs,
  });
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  flushSync(() => root.render(<Page />));
  await button('Sweep…').click();
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

async function begin(change: Partial<SweepPlan> = {}): Promise<void> {
  const { description: base } = run.store.getState();
  await sweeper.start({
    base,
    axes: [{ name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01, 0.001] } }],
    seeds: { first: 1, count: 1 },
    steps: 40,
    together: 1,
    ...change,
  });
  await settled();
}
async function finishAll(...right: number[]): Promise<void> {
  for (const each of right) await fake.last().finish(each);
}

describe('the plan', () => {
  test('begins with three learning rates around the present one, counts trials and time, and starts', async () => {
    await expect
      .element(page.getByText(/stays as the figure has it now: LeNet-5.* on Digits, Adam, learning rate 0\.001/))
      .toBeVisible();
    await expect.element(page.getByText('Values: 0.0001, 0.001, 0.01')).toBeVisible();
    await expect.element(page.getByText('3 trials of 200 steps')).toBeVisible();
    await expect.element(page.getByText(/is known once the figure has trained a little/)).toBeVisible();
    run.reportStatus({ stepsPerSecond: 20 });
    await expect.element(page.getByText(/3 trials of 200 steps, about 30 s\./)).toBeVisible();
    await page.getByRole('spinbutton', { name: 'Seeds', exact: true }).fill('3');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/9 trials of 200 steps, about 90 s\./)).toBeVisible();
    await button('Start').click();
    await expect.element(progress('0 of 9 trials done, getting ready')).toBeVisible();
    expect(fake.last().description).toMatchObject({ learningRate: 0.0001, seeds: { initialization: 1 } });
  });

  test('axes are added, changed and removed, three at most', async () => {
    await button('Add a hyper-parameter').click();
    await button('Add a hyper-parameter').click();
    await expect.element(page.getByText('Three are the most.')).toBeVisible();
    await expect.element(button('Add a hyper-parameter')).toHaveAttribute('aria-disabled', 'true');
    // Nine are no more than may be; the third axis makes more of them.
    await expect.element(page.getByText(/3 × 2 × 3 = |18 trials of 200 steps/)).toBeVisible();
    await page.getByRole('checkbox', { name: 'RMSProp' }).click();
    await expect.element(page.getByText('27 trials of 200 steps')).toBeVisible();
    await button('Remove batch size').click();
    await expect.element(page.getByText('9 trials of 200 steps')).toBeVisible();
    await button('Remove learning rate').click();
    await button('Remove optimizer').click();
    await expect
      .element(page.getByText('Nothing varies yet. Add a hyper-parameter, or choose 2 seeds or more.'))
      .toBeVisible();
    await expect.element(button('Start')).toHaveAttribute('aria-disabled', 'true');
  });

  test('a value that cannot be is not taken over, and one line says why', async () => {
    await page.getByRole('combobox', { name: 'Values' }).selectOptions('list');
    const values = page.getByRole('textbox', { name: 'List' });
    await expect.element(values).toHaveValue('0.0001, 0.001, 0.01');
    for (const [typed, why] of [
      ['0.1, fast', /“fast” is no number; put spaces or commas between values; it stays 0\.0001, 0\.001, 0\.01/],
      ['0.1 0', /The learning rate must be a positive number, found 0/],
      ['0.1', /two values or more are needed to compare/],
      ['0.1 0.1', /0\.1 stands there twice/],
    ] as const) {
      await values.fill(typed);
      await userEvent.keyboard('{Enter}');
      await expect.element(page.getByText(why)).toBeVisible();
      await expect.element(values).toHaveValue('0.0001, 0.001, 0.01');
    }
    await values.fill('0.3 3e-2, .003');
    await userEvent.keyboard('{Enter}');
    await expect.element(values).toHaveValue('0.3, 0.03, 0.003');
    await field('Steps').fill('0');
    await userEvent.keyboard('{Enter}');
    await expect.element(field('Steps')).toHaveValue('200');
  });

  test('more than sixty trials are refused with the reason', async () => {
    await page.getByRole('spinbutton', { name: 'Seeds', exact: true }).fill('21');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/at most 60 trials.*this plan has 3 × 21 = 63/)).toBeVisible();
    await expect.element(button('Start')).toHaveAttribute('aria-disabled', 'true');
  });
});

describe('the results', () => {
  test('empty at first, with a way to the plan', async () => {
    await page.getByRole('tab', { name: 'Results' }).click();
    await expect.element(page.getByText(/^No sweep yet\./)).toBeVisible();
    await button('Make a plan').click();
    await expect.element(button('Start')).toBeVisible();
  });

  test('three learning rates: each has a chart, the best has star and word, and a press puts it into the figure', async () => {
    await begin();
    await page.getByRole('tab', { name: /Results/ }).click();
    await finishAll(70, 96, 90);
    await expect.element(progress('All 3 trials have an end')).toBeVisible();
    await expect
      .element(page.getByText(/^Best: learning rate 0\.01, test images right: 96\.0\s% at step 40\.$/))
      .toBeVisible();
    await expect
      .element(
        page.getByRole('img', {
          name: /^Test accuracy at step 40 by learning rate\. 0\.1: 70\.0\s%; 0\.01: 96\.0\s%; 0\.001: 90\.0\s%$/,
        }),
      )
      .toBeVisible();
    const best = page.getByRole('button', {
      name: /^Use in the figure: learning rate 0\.01 96\.0\s%, best$/,
    });
    await expect.element(best).toBeVisible();
    await expect.element(page.getByRole('table').first()).toHaveTextContent(/0\.01 \(best\)/);
    await best.click();
    await expect.poll(dialogs).toHaveLength(0);
    expect(described).toMatchObject([{ learningRate: 0.01, optimizer: 'adam' }]);
  });

  test('three seeds: mean, sample deviation, n, and a ring for each', async () => {
    await begin({ seeds: { first: 1, count: 3 } });
    await page.getByRole('tab', { name: /Results/ }).click();
    await finishAll(90, 92, 94, 80, 80, 80, 70, 70, 73);
    await expect
      .element(
        page.getByText(/^Best: learning rate 0\.1, test images right: 92\.0\s% ± 2\.0\s% at step 40 \(.* n = 3\)/),
      )
      .toBeVisible();
    await expect
      .element(page.getByRole('row', { name: /^0\.1 \(best\) 92\.0\s% 2\.0\s% 90\.0\s% 94\.0\s% 3 of 3/ }))
      .toBeInTheDocument();
    await page.viewport(390, 844);
    expect(document.querySelector('[role=dialog]')?.scrollWidth).toBeLessThanOrEqual(390);
  });

  test('two axes: a table of shades; three: small charts and the table', async () => {
    await begin({
      axes: [
        { name: 'learningRate', values: { kind: 'list', numbers: [0.1, 0.01] } },
        { name: 'batchSize', values: { kind: 'list', numbers: [16, 64] } },
      ],
    });
    await page.getByRole('tab', { name: /Results/ }).click();
    await fake.last().diverge(7);
    await finishAll(80, 91, 85);
    const heat = page.getByRole('region', { name: 'Test accuracy by learning rate and batch size' });
    await expect
      .element(heat)
      .toHaveTextContent(/16\s*64\s*0\.1\s*diverged\s*80\.0\s%\s*0\.01\s*91\.0\s%\s*best\s*85\.0\s%/);
    await expect.element(page.getByText('diverged at step 7').first()).toBeVisible();
  });

  test('pause, resume, cancel one, cancel the rest, retry: by buttons, and heard', async () => {
    await begin();
    await page.getByRole('tab', { name: /Results/ }).click();
    clockMs = 2000;
    fake.last().advance(20);
    await expect.element(progress('0 of 3 trials done, about 10 s left')).toBeVisible();
    await button('Pause').click();
    await expect.element(progress('Paused: 0 of 3 trials done')).toBeVisible();
    await button('Resume').click();
    await button('Cancel learning rate 0.01').click();
    await fake.last().finish(50);
    await button('Cancel the rest').click();
    await expect.element(progress('All 3 trials have an end')).toBeVisible();
    await expect
      .poll(() => document.querySelector('[role=dialog] [aria-live=polite][aria-atomic]')?.textContent)
      .toBe('The sweep is over. Best: learning rate 0.1 with 50.0 %.');
    await button('Retry learning rate 0.001').click();
    await fake.last().finish(60);
    await expect.element(page.getByText(/^Best: learning rate 0\.001, test images right: 60\.0\s%/)).toBeVisible();
  });

  test('closed, the sweep goes on, and one quiet line tells of it', async () => {
    await begin();
    await userEvent.keyboard('{Escape}');
    await expect.poll(dialogs).toHaveLength(0);
    await finishAll(70);
    await expect.element(page.getByText('Sweep: 1 of 3')).toBeVisible();
    await button('Sweep…').click();
    await expect.element(page.getByRole('tab', { name: 'Results (1 of 3)' })).toHaveAttribute('aria-selected', 'true');
  });

  test('of a network that the figure does not offer: shown, not used', async () => {
    await begin({ base: { ...run.store.getState().description, network: 'resnet-8' } });
    await finishAll(70, 80, 90);
    await page.getByRole('tab', { name: /Results/ }).click();
    await expect.element(page.getByText(/This sweep is of another network/)).toBeVisible();
    await page.getByRole('button', { name: /^Use in the figure: learning rate 0\.1 / }).click({ force: true });
    expect(described).toEqual([]);
  });
});

test('by keyboard alone: from the button to the start', async () => {
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialogs).toHaveLength(0);
  button('Sweep…').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Sweep' })).toBeVisible();
  for (let presses = 0; presses < 40 && document.activeElement?.textContent !== 'Start'; presses++) {
    await userEvent.keyboard('{Tab}');
  }
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.opened.length).toBe(1);
});

test('the plan at 1280 and at 390 px', async () => {
  await button('Add a hyper-parameter').click();
  await page.viewport(390, 844);
  expect(document.querySelector('[role=dialog]')?.scrollWidth).toBeLessThanOrEqual(390);
});
