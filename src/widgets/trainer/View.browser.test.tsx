/** The trainer on a page, with a run that writes down what it is asked. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { writeRunLink } from '../../lab/runLink/runLink';
import type { RunLink } from '../../lab/runLink/runLink';
import { defaultDescription } from '../../lab/runs';
import { animals, fakeShelf, infoOf, offerOf } from '../dataShelf/fakeShelf';
import type { FakeShelf } from '../dataShelf/fakeShelf';
import { createShelfDialog } from '../dataShelf/state';
import type { ShelfDialog } from '../dataShelf/state';
import { ShelfSource } from '../dataShelf/useShelf';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { decodeState, encodeState } from '../widgetState';
import { View } from './View';
import type { TrainerAttributes } from './schema';
import { initialState, trainerForm } from './state';

const attributes: TrainerAttributes = {
  run: 'lenet',
  network: ['lenet5', 'lenet5-1998'],
  dataset: 'digits',
  hide: [],
  lock: [],
};
const mnist = {
  id: 'mnist',
  title: 'MNIST',
  origin: 'imported',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  shape: [28, 28, 1],
  counts: { train: 55_000, validation: 5_000, test: 10_000 },
} as const;

let run: FakeRun;
let fake: FakeShelf;
let shelf: ShelfDialog;
let root: Root;

function show(visible = true, given = attributes): void {
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <ShelfSource value={() => shelf}>
          <View id="trainer" attributes={given} visible={visible} />
        </ShelfSource>
      </RunSource>,
    ),
  );
}
function report(change: Parameters<FakeRun['report']>[0]): void {
  flushSync(() => run.report(change));
}
function reportStatus(change: Parameters<FakeRun['reportStatus']>[0]): void {
  flushSync(() => run.reportStatus(change));
}
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', location.pathname);
  run = fakeRun('lenet');
  fake = fakeShelf();
  shelf = createShelfDialog(fake.port);
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

describe('buttons', () => {
  test('Train, Pause, Step, Reset ask the run, and are off where they make no sense', async () => {
    show();
    await expect.element(button('Pause')).toBeDisabled();
    await expect.element(button('Reset')).toBeDisabled();
    await button('Step').click();
    await button('Train').click();
    reportStatus({ phase: 'running', step: 12 });
    await expect.element(button('Train')).toBeDisabled();
    await expect.element(button('Step')).toBeDisabled();
    await button('Pause').click();
    reportStatus({ phase: 'paused', step: 12 });
    await button('Reset').click();
    expect(run.asked).toEqual(['step', 'train', 'pause', 'reset']);
  });

  test('the focus stays on Train when Train is no longer possible', async () => {
    show();
    button('Train').element().focus();
    await userEvent.keyboard('{Enter}');
    reportStatus({ phase: 'running', step: 1 });
    // The browser takes the focus from what cannot have it when it next draws.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    expect(document.activeElement).toBe(button('Train').element());
    await userEvent.keyboard('{Enter}');
    expect(run.asked).toEqual(['train']);
  });
});

test('the state is one line of role status, named Run, that is not read out', async () => {
  show();
  reportStatus({ phase: 'running', step: 1875, epoch: 1, loss: 0.081, testAccuracy: 0.976, stepsPerSecond: 412 });
  const line = page.getByRole('status', { name: 'Run', exact: true });
  await expect.element(line).toHaveAttribute('aria-live', 'off');
  expect(line.element().textContent.trim()).toBe(
    'step 1,875 · epoch 1.0 · loss 0.081 · test accuracy 97.6 % · 412 steps/s · wasm',
  );
});

test('off screen nothing is drawn again; back on screen it is up to date', () => {
  show();
  show(false);
  const line = page.getByRole('status', { name: 'Run', exact: true }).element();
  const before = line.textContent;
  reportStatus({ step: 500 });
  expect(line.textContent).toBe(before);
  show(true);
  expect(line.textContent).toContain('step 500');
});

describe('settings', () => {
  test.each(['0', '-1', 'fast', ''])('a learning rate of %j cannot be entered', async (text) => {
    show();
    const field = page.getByLabelText('Learning rate');
    await field.fill(text);
    await userEvent.keyboard('{Enter}');
    await expect.element(field).toHaveValue('0.001');
    await expect.element(page.getByText('learning rate must be a positive number; it stays 0.001')).toBeVisible();
    expect(run.asked).toEqual([]);
  });

  test('a learning rate is taken over on Enter and on leaving, and steps 1, 2, 5', async () => {
    show();
    const field = page.getByLabelText('Learning rate');
    await field.fill('0.01');
    expect(run.asked).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(run.asked).toEqual(['setHyperparameter learningRate 0.01']);
    await field.fill('0.002');
    await userEvent.tab();
    field.element().focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(run.asked.slice(1)).toEqual([
      'setHyperparameter learningRate 0.002',
      'setHyperparameter learningRate 0.002',
    ]);
  });

  test('more settings are folded away, say what is not usual, and are asked of the run', async () => {
    show();
    const fold = page.getByText('More settings');
    await expect.element(page.getByLabelText('L2 penalty')).not.toBeVisible();
    fold.element().focus();
    await userEvent.keyboard('{Enter}');
    await page.getByLabelText('Schedule').selectOptions('cosine');
    page.getByLabelText('L2 penalty').element().focus();
    await userEvent.keyboard('{ArrowUp}');
    await page.getByLabelText('Decay of the mean').fill('1.5');
    await userEvent.keyboard('{Enter}');
    await expect
      .element(page.getByText(/decay of the mean must be a number from 0 to 0.9999; it stays 0.9/))
      .toBeVisible();
    expect(run.asked).toEqual(['setSchedule [object Object]', 'setHyperparameter l2 0.000001']);
    const { description } = run.store.getState();
    report({ description: { ...description, coefficients: { l2: 0.001 }, schedule: { kind: 'cosine', steps: 500 } } });
    await expect.element(page.getByText('More settings: cosine schedule, L2 penalty 0.001')).toBeVisible();
    await expect.element(page.getByLabelText('Over (steps)')).toHaveValue('500');
  });

  test('optimizer, batch size, seed and network are asked of the run', async () => {
    show();
    // Adam had its usual learning rate; so will SGD.
    await page.getByLabelText('Optimizer').selectOptions('SGD');
    expect(run.asked).toEqual(['setOptimizer sgd', 'setHyperparameter learningRate 0.05']);
    await expect.element(page.getByLabelText('Learning rate')).toHaveValue('0.001');
    await page.getByLabelText('Network').selectOptions('lenet5-1998');
    await page.getByLabelText('Seed').fill('7');
    await userEvent.keyboard('{Enter}');
    page.getByLabelText('Batch size').element().focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(run.asked.slice(2)).toEqual(['setNetwork lenet5-1998', 'setSeed 7', 'setBatchSize 64']);
  });
});

describe('data sets', () => {
  const drop = (files: readonly File[]): void => {
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    const figure = page.getByRole('group', { name: 'Training' }).element();
    figure.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
  };

  test('in groups; one that is not there opens the dialog at its place, one that is there is chosen', async () => {
    show();
    const choice = page.getByLabelText('Data set', { exact: true });
    expect([...choice.element().querySelectorAll('optgroup')].map(({ label }) => label)).toEqual([
      'Made by this book',
      'Real',
    ]);
    await choice.selectOptions('MNIST (not here yet)');
    await expect.element(choice).toHaveValue('digits');
    expect(shelf.store.getState()).toMatchObject({ openedBy: 'trainer', desk: 'fetch', wanted: 'mnist' });
    await button('Close').click();
    expect(run.asked).toEqual([]);
    report({ dataSets: [mnist] });
    await choice.selectOptions('MNIST');
    expect(run.asked).toEqual(['setDataSet mnist']);
  });

  test('Data… opens the dialog, and what is used there is chosen here', async () => {
    fake.kept = [offerOf('own-cats', 'Cats')];
    show();
    await button('Data…').click();
    await page.getByRole('tab', { name: /Kept here/ }).click();
    await button('Use Cats').click();
    expect(run.asked).toEqual(['setDataSet own-cats']);
    await expect.poll(() => page.getByRole('dialog').elements()).toHaveLength(0);
  });

  test('dropped files are looked at, kept on the reader’s word, and chosen, also under the name that the run has', async () => {
    show();
    drop(['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte'].map((name) => new File(['x'], name)));
    await expect
      .poll(() => fake.asked())
      .toEqual(['inspect train-images-idx3-ubyte.gz train-labels-idx1-ubyte, as it comes']);
    fake.last().answer({ ...animals, published: 'mnist', suggestedName: 'MNIST', choices: null });
    const { description } = run.store.getState();
    report({ description: { ...description, dataSet: 'mnist' }, dataSets: [mnist] });
    await button('Keep and use').click();
    fake.last().answer({ info: infoOf('mnist', 'MNIST'), notice: null, isPersistent: false });
    await expect.poll(() => run.asked).toEqual(['setDataSet mnist']);
  });

  test('what was dropped and is no data set is refused with the reason', async () => {
    show();
    drop([new File(['x'], 'holiday.jpg')]);
    await expect.poll(() => fake.asked()).toHaveLength(1);
    fake.last().fail('holiday.jpg is no data set.');
    await expect.element(page.getByRole('alert')).toHaveTextContent('holiday.jpg is no data set.');
    expect(run.asked).toEqual([]);
  });
});

describe('what is said', () => {
  test('a problem is an alert and can be put away; a divergence stays until training goes on', async () => {
    show();
    report({ problem: 'holiday.jpg is not an IDX file.' });
    await expect.element(page.getByRole('alert')).toHaveTextContent('holiday.jpg');
    await button('Dismiss').click();
    expect(run.asked).toEqual(['dismissProblem']);
    report({ problem: null });
    reportStatus({ phase: 'failed', message: 'The loss stopped being a finite number at step 3.' });
    await expect.element(page.getByRole('alert')).toHaveTextContent('stopped being a finite number');
    expect(page.getByRole('button', { name: 'Dismiss' }).elements()).toHaveLength(0);
    reportStatus({ phase: 'running', message: null });
    expect(page.getByRole('alert').elements()).toHaveLength(0);
  });

  test('progress has a name and a percentage', async () => {
    show();
    report({ progress: { task: 'Making digits', fraction: 0.42 } });
    await expect
      .element(page.getByRole('progressbar', { name: 'Making digits' }))
      .toHaveAttribute('aria-valuenow', '42');
  });

  test('no engine: said, and nothing can be pressed', async () => {
    show();
    report({ unavailable: 'Training needs a web worker.' });
    await expect.element(page.getByRole('alert')).toHaveTextContent('web worker');
    await expect.element(button('Train')).toBeDisabled();
  });
});

test('nothing moves when numbers, problems, progress and notes come and go', async () => {
  await page.viewport(1280, 900);
  show();
  const figure = page.getByRole('group', { name: 'Training' }).element().closest('body > div > div');
  const height = (): number => figure?.getBoundingClientRect().height ?? Number.NaN;
  expect(height()).toBeGreaterThan(300);
  const before = height();
  report({ progress: { task: 'Making digits', fraction: 0.42 } });
  expect(height()).toBe(before);
  report({ progress: null, problem: 'A long problem. '.repeat(12) });
  expect(height()).toBe(before);
  reportStatus({ phase: 'running', step: 12_345, epoch: 12.3, loss: 2.301, testAccuracy: 0.976, stepsPerSecond: 1234 });
  report({
    trainPoints: [{ step: 10, loss: 2, accuracy: 0.1 }],
    testPoints: [{ step: 12_345, loss: 2, accuracy: 0.5 }],
  });
  expect(height()).toBe(before);
});

test('the cursor reads values with the arrow keys', async () => {
  show();
  const cursor = page.getByRole('slider', { name: 'Loss and accuracy by step' });
  await expect.element(cursor).toHaveAttribute('aria-valuetext', 'Nothing trained yet.');
  report({
    trainPoints: [
      { step: 50, loss: 1.5, accuracy: 0.5 },
      { step: 100, loss: 0.5, accuracy: 0.8 },
    ],
  });
  cursor.element().focus();
  await userEvent.keyboard('{Home}');
  await expect
    .element(cursor)
    .toHaveAttribute('aria-valuetext', 'step 50: training loss 1.5, training accuracy 50\u00a0%');
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(cursor).toHaveAttribute('aria-valuenow', '100');
});

describe('a run that a link brings', () => {
  const marks = [
    { step: 1, loss: 2.25, trail: 11 },
    { step: 2, loss: 2, trail: 22 },
    { step: 3, loss: 1.75, trail: 33 },
  ];
  const history: RunLink['history'] = [{ step: 2, change: { learningRate: 0.01 } }];
  const link: RunLink = {
    origin: defaultDescription,
    history,
    print: { lastStep: 3, executor: 'wasm', build: '', marks },
  };
  /** A run that trains by the book: its curve is that of the link, or one with other trails and losses. */
  function trains(change: Partial<(typeof marks)[number]> = {}): FakeRun {
    const made = fakeRun('lenet', {
      describe: () => {
        made.report({ trainPoints: [] });
        made.reportStatus({ step: 0, phase: 'ready' });
        return Promise.resolve();
      },
      step: (count = 1) => {
        const step = (made.store.getState().status?.step ?? 0) + count;
        made.report({
          trainPoints: marks.filter((mark) => mark.step <= step).map((mark) => ({ ...mark, accuracy: 0, ...change })),
        });
        made.reportStatus({ step, phase: 'paused' });
        return Promise.resolve();
      },
    });
    return made;
  }
  const bar = () => page.getByRole('group', { name: 'Run from the link' });

  test('is offered in words, replayed through its changes, and said to be the same', async () => {
    window.history.replaceState(null, '', `?r.trainer=${writeRunLink(link)}`);
    run = trains();
    show();
    await expect
      .element(bar())
      .toHaveTextContent(
        'This link brings a run of 3 steps (LeNet-5, Digits, Adam, learning rate 0.001, seed 1), with 1 change on the way. Replaying it here starts the figure’s run over.',
      );
    await button('Replay').click();
    await expect
      .element(bar())
      .toHaveTextContent(
        'Same, bit for bit: every training point up to step 3 is the same number here as there (wasm).',
      );
    expect(run.asked).toEqual(['describe [object Object]', 'step 2', 'setHyperparameter learningRate 0.01', 'step 1']);
    await button('Dismiss').click();
    expect(bar().query()).toBeNull();
    flushSync(() => root.render(null));
    show();
    expect(bar().query()).toBeNull();
  });

  test('another curve is said to differ, and from where', async () => {
    window.history.replaceState(null, '', `?r.trainer=${writeRunLink(link)}`);
    run = trains({ loss: 2.3, trail: 9 });
    show();
    await button('Replay').click();
    await expect.element(bar()).toHaveTextContent(/^Differs from step 1: expected a loss of 2\.25, found 2\.3\./);
  });

  test('one that is broken, or that the figure cannot have, is told and never asked for', async () => {
    window.history.replaceState(null, '', '?r.trainer=1.AAA%3Cb%3E');
    show();
    const notice = page.getByRole('alert');
    await expect
      .element(notice)
      .toHaveTextContent('The run in this link could not be read: expected letters, digits and “- . _ *”, found “<”.');
    flushSync(() => root.render(null));
    const foreign = { ...link, origin: { ...defaultDescription, network: 'resnet-8' } };
    window.history.replaceState(null, '', `?r.trainer=${writeRunLink(foreign)}`);
    show();
    await expect
      .element(notice)
      .toHaveTextContent(
        /^This figure cannot have the run that the link brings: expected one of LeNet-5, .*, found ResNet-8\./,
      );
    expect(run.asked).toEqual([]);
  });
});

test('what was set and is not yet taken over is in the link, also when a later change has cancelled an earlier one', async () => {
  const waiting: (() => void)[] = [];
  const wait = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
  run = fakeRun('lenet', { setHyperparameter: wait, setSeed: wait });
  show();
  await page.getByLabelText('Learning rate').fill('0.02');
  await userEvent.keyboard('{Enter}');
  await page.getByLabelText('Seed', { exact: true }).fill('7');
  await userEvent.keyboard('{Enter}');
  waiting[0]?.();
  await button('Share…').click();
  const field = page.getByRole('textbox', { name: /^Address/ }).element() as HTMLTextAreaElement;
  const link = new URL(field.value).searchParams.get('f.trainer') ?? '';
  expect(decodeState(link, trainerForm(attributes.network)).state?.settings).toMatchObject({
    learningRate: 0.02,
    seed: 7,
    orderSeed: 7,
  });
  waiting.forEach((resolve) => resolve());
});

test('Share… stands in the lab row and in the menu', async () => {
  show();
  await button('Share…').click();
  await expect.element(page.getByRole('dialog', { name: 'Share' })).toBeVisible();
  const address = page.getByRole('textbox', { name: /^Address/ }).element() as HTMLTextAreaElement;
  expect(address.value).toMatch(/\?f\.trainer=1\..*#trainer$/);
  await button('Close').click();
  await page.getByLabelText('More about this figure').click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Share' })).toBeVisible();
});

describe('link and session', () => {
  const settings = {
    network: 'lenet5',
    dataSet: 'digits',
    optimizer: 'sgd',
    learningRate: 0.05,
    batchSize: 64,
    seed: 3,
  } as const;

  test('settings of a link are put in force before the first step', () => {
    history.replaceState(
      null,
      '',
      `?f.trainer=${encodeState({ ...initialState, settings }, trainerForm(attributes.network))}`,
    );
    show();
    expect(run.asked).toEqual(['describe [object Object]']);
  });

  test('a run that has been trained keeps its own', () => {
    history.replaceState(
      null,
      '',
      `?f.trainer=${encodeState({ ...initialState, settings }, trainerForm(attributes.network))}`,
    );
    run.reportStatus({ phase: 'paused', step: 100 });
    show();
    expect(run.asked).toEqual([]);
  });

  const linked = (): string =>
    `?f.trainer=${encodeState({ ...initialState, settings }, trainerForm(attributes.network))}`;
  /** The run as it is when what was kept before a reload has been put back. */
  function putBack(): void {
    flushSync(() => {
      run.reportStatus({ phase: 'paused', step: 100 });
      run.report({ isRestoring: false });
    });
  }

  test('a run that is being put back keeps the settings that it was left with', () => {
    sessionStorage.setItem(
      `figure:${location.pathname}#trainer`,
      JSON.stringify({ link: null, state: { ...initialState, settings } }),
    );
    run.report({ isRestoring: true });
    show();
    expect(run.asked).toEqual([]);
    putBack();
    expect(run.asked).toEqual([]);
  });

  test('a link that has just led here counts also after the run has been put back, and once only', () => {
    history.replaceState(null, '', linked());
    for (const asked of [['describe [object Object]'], []]) {
      run = fakeRun('lenet');
      run.report({ isRestoring: true });
      show();
      expect(run.asked).toEqual([]);
      putBack();
      expect(run.asked).toEqual(asked);
      flushSync(() => root.render(null));
    }
  });

  test('a hostile link gives the default, and is told as text until it is put away', async () => {
    history.replaceState(null, '', '?f.trainer=%3Cscript%3E');
    show();
    expect(run.asked).toEqual([]);
    const notice = page.getByRole('alert');
    await expect
      .element(notice)
      .toHaveTextContent(
        'This link could not be read: expected letters and digits as this book writes them, found “<script>”. The figure is as its author left it.',
      );
    expect(notice.element().querySelector('script')).toBeNull();
    await button('Dismiss').click();
    expect(document.querySelector('[role=alert]')).toBeNull();
    flushSync(() => root.render(null));
    show();
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  test('what a link hides is gone, what it locks is off and says why, and Reset figure opens both', async () => {
    const state = { ...initialState, hidden: ['guess', 'data'], locked: ['settings', 'lab'] } as const;
    history.replaceState(null, '', `?f.trainer=${encodeState(state, trainerForm(attributes.network))}`);
    show();
    await expect.element(page.getByLabelText('Learning rate')).toBeDisabled();
    await expect.element(button('Runs…')).toBeDisabled();
    await expect.element(page.getByLabelText('Start from')).toBeEnabled();
    expect(page.getByLabelText('Data set').query()).toBeNull();
    expect(page.getByText('Where will test accuracy stand').query()).toBeNull();
    await expect
      .element(
        page.getByText(
          'Locked by this link: settings, lab row. Hidden by this link: data, guess. “Reset figure” in the figure’s menu opens what the link has shut.',
        ),
      )
      .toBeVisible();
    await page.getByLabelText('More about this figure').click();
    await page.getByRole('menuitem', { name: 'Reset figure' }).click();
    await expect.element(page.getByLabelText('Learning rate')).toBeEnabled();
    await expect.element(page.getByLabelText('Data set')).toBeVisible();
    expect(page.getByText('Locked by').query()).toBeNull();
  });

  test('what the author hides and locks stays so', async () => {
    show(true, { ...attributes, hide: ['more'], lock: ['start'] });
    await expect.element(page.getByLabelText('Start from')).toBeDisabled();
    expect(page.getByText('More settings').query()).toBeNull();
    await expect.element(page.getByText('Locked by the author: start.')).toBeVisible();
    await page.getByLabelText('More about this figure').click();
    expect(page.getByRole('menuitem', { name: 'Load weights' }).query()).toBeNull();
    await page.getByRole('menuitem', { name: 'Reset figure' }).click();
    await expect.element(page.getByLabelText('Start from')).toBeDisabled();
  });

  test.each([
    ['open', [], 1],
    ['locked', ['timeline'], 0],
  ] as const)('a press on the curves asks for a step while the timeline is %s', async (_, lock, views) => {
    show(true, { ...attributes, lock });
    reportStatus({ step: 100, phase: 'paused' });
    report({ trainPoints: [10, 50, 100].map((step) => ({ step, loss: 1, accuracy: 0.5 })) });
    await page.getByRole('slider', { name: 'Loss and accuracy by step' }).click();
    expect(run.asked.filter((asked) => asked.startsWith('view'))).toHaveLength(views);
  });

  test('the table is remembered for the session and put away by Reset figure', async () => {
    show();
    report({ testPoints: [{ step: 100, loss: 0.5, accuracy: 0.8 }] });
    await page.getByLabelText('More about this figure').click();
    await page.getByRole('menuitem', { name: 'Show table' }).click();
    await expect.element(page.getByRole('table')).toHaveTextContent(/80\.0\s%/);
    flushSync(() => root.render(null));
    show();
    await expect.element(page.getByRole('table')).toBeVisible();
    await page.getByLabelText('More about this figure').click();
    await page.getByRole('menuitem', { name: 'Reset figure' }).click();
    expect(page.getByRole('table').elements()).toHaveLength(0);
  });
});

test('the guess is kept and judged after one epoch', async () => {
  show();
  await page.getByLabelText(/Where will test accuracy/).fill('90');
  await button('That is my guess').click();
  await expect.element(page.getByText('You said 90\u00a0%. One epoch will tell.')).toBeVisible();
  reportStatus({ phase: 'running', step: 500, epoch: 1 });
  report({ testPoints: [{ step: 500, loss: 0.1, accuracy: 0.97 }] });
  await expect.element(page.getByText(/at step 500: 97\.0\u00a0%, 7\.0 points higher/)).toBeVisible();
});
