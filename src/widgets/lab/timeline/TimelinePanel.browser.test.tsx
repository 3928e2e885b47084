/** The timeline of a run on a page, with a run that writes down what it is asked and moves its view as the lab does. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Branch } from '../../../lab/timeline';
import { fakeRun } from '../../fakeRun';
import type { FakeRun } from '../../fakeRun';
import { TimelinePanel } from './TimelinePanel';

let run: FakeRun;
let root: Root;
let place: HTMLElement;
let forks: unknown[];

const kept = Array.from({ length: 40 }, (_, index) => index * 10);
function branch(id: string, change: Partial<Branch> = {}): Branch {
  const { description } = run.store.getState();
  const own = { id, parent: null, origin: description, description, history: [], checkpoints: kept, lastStep: 400 };
  return { ...own, trainPoints: [], testPoints: [], ...change };
}
function show(isVisible = true, isTableShown = false): void {
  flushSync(() => root.render(<TimelinePanel run={run.handle} isVisible={isVisible} isTableShown={isTableShown} />));
}
function trained(...others: Branch[]): void {
  flushSync(() => {
    const branches = [branch('course-1'), ...others];
    run.report({ timeline: { branches, bytes: 43 * 2 ** 20, limitBytes: 64 * 2 ** 20 } });
    run.reportStatus({ phase: 'paused', step: 400 });
  });
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const slider = () => page.getByRole('slider', { name: 'Step to look at' });
const viewed = (): number | null => run.store.getState().view?.step ?? null;
const halves = { id: 'half', parent: { id: 'course-1', step: 120 } };

beforeEach(async () => {
  await page.viewport(1280, 800);
  forks = [];
  run = fakeRun('lenet', {
    view: (step) => {
      flushSync(() => run.report({ view: step === null ? null : { step, isResting: false } }));
    },
    fork: (step, change) => {
      forks.push([step, change]);
      run.report({ id: 'forked' });
      return Promise.resolve();
    },
    switchTo: (id) => {
      run.report({ id });
      return Promise.resolve();
    },
  });
  place = document.createElement('div');
  place.style.cssText = 'width: 803px; container-type: inline-size';
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('before anything is trained it says so, nothing can be pressed, and it is as high as afterwards', async () => {
  for (const widthPx of [803, 358]) {
    place.style.width = `${widthPx}px`;
    flushSync(() => {
      const { timeline } = run.store.getState();
      run.report({ timeline: { ...timeline, branches: [branch('course-1', { checkpoints: [] })] } });
      run.reportStatus({ step: 0 });
    });
    show();
    await expect.element(page.getByText(/^Nothing to look back at yet/)).toBeVisible();
    await expect.element(slider()).toBeDisabled();
    for (const name of ['Play', 'Fork…', 'Back to the newest']) await expect.element(button(name)).toBeDisabled();
    const before = place.getBoundingClientRect().height;
    trained();
    await expect.element(page.getByText('Looking at the newest weights, step 400.')).toBeVisible();
    expect(place.getBoundingClientRect().height).toBe(before);
    run.handle.actions.view(120);
    await expect.element(page.getByText('Looking at step 120. Training is at step 400.')).toBeVisible();
    expect(place.getBoundingClientRect().height).toBe(before);
    expect(place.scrollWidth).toBeLessThanOrEqual(widthPx);
    flushSync(() => run.report({ view: null }));
  }
});

test('the slider by keyboard: one checkpoint, ten, the ends; the last stop is the newest', async () => {
  show();
  trained();
  slider().element().focus();
  await expect.element(slider()).toHaveAttribute('aria-valuetext', 'the newest, step 400');
  await userEvent.keyboard('{ArrowLeft}');
  expect(viewed()).toBe(390);
  await expect.element(slider()).toHaveAttribute('aria-valuetext', 'step 390 of 400');
  await userEvent.keyboard('{PageDown}');
  expect(viewed()).toBe(290);
  await userEvent.keyboard('{Home}{ArrowRight}{PageUp}');
  expect(viewed()).toBe(110);
  await userEvent.keyboard('{End}');
  expect(run.asked.at(-1)).toBe('view null');
  await expect.element(page.getByText('40 checkpoints, 43 of 64 MiB; older ones are thinned.')).toBeVisible();
});

test('out of sight, while looking back, it stands at the foot of the window', async () => {
  const below = document.createElement('div');
  below.style.height = '3000px';
  document.body.append(below);
  const bar = () => page.getByRole('group', { name: 'Timeline, while its figure is out of sight' });
  show();
  trained();
  run.handle.actions.view(120);
  expect(bar().elements()).toHaveLength(0);
  window.scrollTo(0, 2000);
  await expect.element(bar()).toBeVisible();
  // The figure computes nothing while it is off the screen; the slider goes on.
  show(false);
  const moved = bar().getByRole('slider', { name: 'Step that all figures look at' });
  moved.element().focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(viewed()).toBe(110);
  await expect.element(moved).toHaveAttribute('aria-valuetext', 'step 110 of 400');
  await userEvent.keyboard('{ArrowLeft}');
  expect(viewed()).toBe(100);
  for (const widthPx of [1280, 390]) {
    await page.viewport(widthPx, 800);
    await expect.poll(() => bar().element().scrollWidth).toBeLessThanOrEqual(widthPx);
  }
  await bar().getByRole('button', { name: 'Play' }).click();
  await expect.poll(viewed).toBeGreaterThan(100);
  await bar().getByRole('button', { name: 'Back to the newest' }).click();
  expect(viewed()).toBeNull();
  expect(bar().elements()).toHaveLength(0);
  window.scrollTo(0, 0);
});

test('what a closed tab left behind is offered until something is trained, in the same place', async () => {
  show();
  const height = place.getBoundingClientRect().height;
  flushSync(() => run.report({ leftOver: { step: 3000, savedAt: 0 } }));
  await expect
    .element(page.getByText('Nothing to look back at yet. A tab that is closed left this run at step 3,000.'))
    .toBeVisible();
  expect(place.getBoundingClientRect().height).toBe(height);
  await button('Take it up').click();
  expect(run.asked).toEqual(['takeUp']);
  trained();
  await expect.element(button('Back to the newest')).toBeVisible();
  expect(button('Take it up').elements()).toHaveLength(0);
});

test('back to the newest', async () => {
  show();
  trained();
  run.handle.actions.view(120);
  await button('Back to the newest').click();
  expect(viewed()).toBeNull();
  await expect.element(button('Back to the newest')).toBeDisabled();
});

describe('the film', () => {
  beforeEach(async () => {
    show();
    trained();
    await page.getByRole('radio', { name: 'fast' }).click();
  });

  test('plays from the beginning to the newest, and ends there', async () => {
    flushSync(() =>
      run.report({
        timeline: { ...run.store.getState().timeline, branches: [branch('course-1', { checkpoints: [0, 10, 20] })] },
      }),
    );
    await button('Play').click();
    await expect.element(button('Stop')).toHaveAttribute('aria-pressed', 'true');
    await expect.element(button('Play')).toBeVisible();
    expect(run.asked.filter((words) => words.startsWith('view'))).toEqual([
      'view 0',
      'view 10',
      'view 20',
      'view null',
    ]);
  });

  test('goes on from where the slider stands, and stops when the reader moves it', async () => {
    run.handle.actions.view(200);
    await button('Play').click();
    await expect.poll(viewed).toBeGreaterThanOrEqual(220);
    slider().element().focus();
    await userEvent.keyboard('{Home}');
    await expect.element(button('Play')).toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(viewed()).toBe(0);
  });

  test('stops when something else moves the view; goes on for other figures when its own is off the screen', async () => {
    await button('Play').click();
    await expect.poll(viewed).toBeGreaterThanOrEqual(10);
    run.handle.actions.view(300);
    await expect.element(button('Play')).toBeVisible();
    await button('Play').click();
    await expect.poll(viewed).toBeGreaterThanOrEqual(310);
    show(false);
    await expect.poll(viewed).toBeGreaterThanOrEqual(330);
  });
});

describe('Fork', () => {
  test('from the step looked at, with one change that is told before, and with nothing changed', async () => {
    show();
    trained();
    run.handle.actions.view(120);
    await button('Fork…').click();
    const dialog = page.getByRole('dialog', { name: 'Fork this run' });
    await expect.element(dialog).toBeVisible();
    await expect.element(button('Fork')).toBeDisabled();
    await expect.element(dialog.getByText(/^This is the value that the run has\./)).toBeVisible();
    await dialog.getByRole('spinbutton', { name: 'Learning rate' }).fill('0.01');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('From step 120 on with learning rate 0.01 instead of 0.001.')).toBeVisible();
    await button('Fork').click();
    await expect.poll(() => forks).toEqual([[120, { learningRate: 0.01 }]]);
    expect(run.asked).not.toContain('train');
    // The tree opens, so that the new branch is seen.
    await expect.element(button(/^Branches/)).toHaveAttribute('aria-expanded', 'true');
  });

  test('with nothing changed, by the keyboard, and trained at once', async () => {
    show();
    trained();
    run.handle.actions.view(120);
    button('Fork…').element().focus();
    await userEvent.keyboard('{Enter}');
    await page.getByLabelText('Change', { exact: true }).selectOptions('Nothing: the same again');
    await expect.element(page.getByText(/^From step 120 on, the same again: must give the same curve/)).toBeVisible();
    button('Fork and train').element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => run.asked.at(-1)).toBe('train');
    expect(forks).toEqual([[120, {}]]);
  });

  test('a fork that fails trains nothing', async () => {
    show();
    trained();
    const failing = fakeRun('lenet');
    failing.store.setState(run.store.getState());
    run = failing;
    show();
    await button('Fork…').click();
    await page.getByLabelText('Change', { exact: true }).selectOptions('Nothing: the same again');
    await button('Fork and train').click();
    await expect.poll(() => failing.asked).toEqual(['fork 400 [object Object]']);
  });

  test('what was in force at that step is what the change is compared with', async () => {
    show();
    trained();
    flushSync(() =>
      run.report({
        history: [{ step: 200, change: { learningRate: 0.5 } }],
        description: { ...run.store.getState().description, learningRate: 0.5 },
      }),
    );
    run.handle.actions.view(120);
    await button('Fork…').click();
    await expect.element(page.getByRole('spinbutton', { name: 'Learning rate' })).toHaveValue('0.001');
  });
});

describe('branches', () => {
  const branches = (): HTMLElement => page.getByRole('list', { name: 'Branches' }).element() as HTMLElement;

  test('a tree with a lane for each and its name beside it; pressing one goes on with it, a leaf can be forgotten', async () => {
    for (const widthPx of [803, 358]) {
      place.style.width = `${widthPx}px`;
      show();
      trained(branch('half', { ...halves, history: [{ step: 120, change: { learningRate: 0.01 } }], lastStep: 300 }));
      if (widthPx === 803) await button('Branches (2)').click();
      await expect
        .element(button('A the first run, from step 0 to 400, the present one'))
        .toHaveAttribute('aria-current', 'true');
      const name = 'B learning rate 0.01 instead of 0.001, from step 120 to 300';
      await expect.element(button(name)).toBeVisible();
      // Each lane beside its row where there is room for both.
      const lanes = [...place.querySelectorAll('svg circle')].map((dot) => dot.getBoundingClientRect());
      const rows = [...branches().children].map((row) => row.getBoundingClientRect());
      expect(lanes).toHaveLength(2);
      if (widthPx === 803) {
        const middles = rows.map(({ top, bottom }) => Math.round((top + bottom) / 2));
        const dots = lanes.map(({ top, bottom }) => Math.round((top + bottom) / 2)).sort((one, other) => one - other);
        for (const [lane, y] of dots.entries()) expect(Math.abs(y - (middles[lane] ?? 0))).toBeLessThanOrEqual(2);
      }
      await expect.poll(() => place.querySelector('svg')?.clientWidth).toBeLessThanOrEqual(widthPx);
      expect(place.scrollWidth).toBeLessThanOrEqual(widthPx);
    }
    await button(/^B learning rate/).click();
    expect(run.asked).toContain('switchTo half');
    await expect.element(button(/^B .*the present one$/)).toBeVisible();
    // The parent of another is not forgotten; of two leaves the present one is not either.
    expect(button(/^Forget/).elements()).toHaveLength(0);
    flushSync(() => run.report({ id: 'course-1' }));
    await button('Forget B').click();
    expect(run.asked.at(-1)).toBe('forget half');
  });

  test('the table behind it, with the best test accuracy of each', () => {
    show(true, true);
    trained(branch('half', { ...halves, testPoints: [{ step: 200, loss: 1, accuracy: 0.912 }] }));
    flushSync(() =>
      run.report({
        testPoints: [
          { step: 250, loss: 1, accuracy: 0.97 },
          { step: 400, loss: 1, accuracy: 0.96 },
        ],
      }),
    );
    const cells = [...page.getByRole('table').element().querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    expect(cells).toEqual([
      ['A (now)', 'the first run', '0', '400', '97.0\u00a0%'],
      ['B', 'the same again', '120', '400', '91.2\u00a0%'],
    ]);
  });

  test('the limit of memory can be set', async () => {
    show();
    trained();
    await button('Branches (1)').click();
    await page.getByLabelText('Memory for checkpoints').selectOptions('256 MiB');
    expect(run.asked.at(-1)).toBe(`setMemoryLimit ${256 * 2 ** 20}`);
  });
});
