/** The dialog of kept runs on a page, over a ledger in memory. */

import type { ReactNode } from 'react';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createLedger } from '../../../lab/ledger/ledger';
import type { Ledger } from '../../../lab/ledger/ledger';
import { runsJson } from '../../../lab/ledger/runFiles';
import { lenetOnDigits, testRun } from '../../../lab/ledger/testRuns';
import { Button } from '../../../ui/Button';
import { fakeRun } from '../../fakeRun';
import type { FakeRun } from '../../fakeRun';
import { RunsDialog } from './RunsDialog';
import { LedgerSource } from './useLedger';

const startMs = 1_763_750_000_000;
let ledger: Ledger;
let fake: FakeRun;
let openings: number;
let root: Root;
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const rows = (): string[] =>
  [...page.getByRole('list', { name: 'Runs' }).element().querySelectorAll('li')].map((row) => row.textContent);
const status = (words: string | RegExp) => page.getByText(words).first();

function Page(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <LedgerSource value={() => ledger}>
      <Button onPress={() => setIsOpen(true)}>Runs…</Button>
      <RunsDialog
        run={fake.handle}
        networks={['lenet5']}
        onOpened={() => (openings += 1)}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
      />
    </LedgerSource>
  );
}

const rate = (learningRate: number) => ({
  origin: { ...lenetOnDigits, learningRate },
  description: { ...lenetOnDigits, learningRate },
});
async function withRuns(...runs: readonly ReturnType<typeof testRun>[]): Promise<void> {
  await ledger.add(runs);
  await button('Runs…').click();
}
const three = [
  testRun('a', { ...rate(0.001), begunAt: startMs + 3000 }),
  testRun('b', { ...rate(0.01), begunAt: startMs + 2000, steps: 400 }),
  testRun('c', { ...rate(0.1), begunAt: startMs + 1000, name: 'Too fast', chapter: 'training' }),
];

beforeEach(async () => {
  await page.viewport(1280, 900);
  ledger = createLedger({ now: () => 0, clock: () => startMs, place: () => 'lenet', writer: 'me' });
  fake = fakeRun('lenet');
  openings = 0;
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  flushSync(() => root.render(<Page />));
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('nothing yet: how runs come here is said', async () => {
  await button('Runs…').click();
  await expect
    .element(page.getByText(/A run comes here by itself once it has been trained for 20 steps/))
    .toBeVisible();
});

test('the list, newest first; by words, by chapter, pinned, and in another order', async () => {
  await withRuns(...three);
  await expect.poll(rows).toHaveLength(3);
  expect(rows()[0]).toMatch(
    /LeNet-5 on Digits, Adam 0\.001.*100 steps in 1 min 0 s · chapter lenet.*97\.0.% at step 100/s,
  );
  expect(rows()[2]).toContain('Too fast');
  await page.getByLabelText('Words').fill('too DIGITS');
  await expect.poll(rows).toHaveLength(1);
  await expect.element(status('1 of 3 runs.')).toBeVisible();
  await page.getByLabelText('Words').fill('');
  await page.getByLabelText('Chapter').selectOptions('lenet');
  await expect.poll(rows).toHaveLength(2);
  await page.getByLabelText('Chapter').selectOptions('all');
  await page.getByLabelText('Order').selectOptions('by name');
  await expect.poll(() => rows()[2]).toContain('Too fast');
  await button(/^Pin Too fast/).click();
  await page.getByLabelText('Pinned only').click();
  await expect.poll(rows).toHaveLength(1);
});

test('by keyboard: one stop, arrows from run to run, Space chooses, P pins, Delete deletes, Ctrl+Z brings back', async () => {
  await withRuns(...three);
  await expect.poll(rows).toHaveLength(3);
  page
    .getByRole('checkbox', { name: /Compare LeNet-5 on Digits, Adam 0\.001,/ })
    .element()
    .focus();
  await userEvent.keyboard(' {ArrowDown}{ArrowDown} ');
  await expect.element(page.getByRole('checkbox', { name: /Compare Too fast/ })).toBeChecked();
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Compare Too fast/);
  await userEvent.keyboard('p');
  await expect.element(button(/^Pin Too fast/)).toHaveAttribute('aria-pressed', 'true');
  await userEvent.keyboard('{Home}{Delete}');
  await expect.poll(rows).toHaveLength(2);
  await expect.element(status('“LeNet-5 on Digits, Adam 0.001” deleted.')).toBeVisible();
  // The focus is on the run that took its place.
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toMatch(/Adam 0\.01,/);
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(rows).toHaveLength(3);
  await expect.element(status('1 run brought back.')).toBeVisible();
  // The row's three controls are three stops, and the next one is behind the list.
  await userEvent.keyboard('{Tab}{Tab}{Tab}');
  await expect.poll(() => document.activeElement?.textContent).toBe('Export JSON');
});

test('renamed in place, notes kept, opened in the figure', async () => {
  await withRuns(...three);
  await button(/^LeNet-5 on Digits, Adam 0\.01,/).click();
  await button('Rename LeNet-5 on Digits, Adam 0.01').click();
  await userEvent.keyboard('<b>Best</b>{Enter}');
  await expect.poll(() => rows()[1]).toContain('<b>Best</b>');
  await page.getByLabelText('Notes').fill('Falls quickly.');
  await button('Show settings').click();
  await expect
    .element(page.getByRole('table', { name: 'What this run is' }))
    .toHaveTextContent(/Learning rate\s*0\.01/);
  await button('Open in this figure').click();
  await expect.poll(() => page.getByRole('dialog').elements()).toHaveLength(0);
  expect(fake.asked).toEqual(['describe [object Object]']);
  await expect.poll(() => openings).toBe(1);
  expect(ledger.store.getState().summaries[1]).toMatchObject({ name: '<b>Best</b>', notes: 'Falls quickly.' });
});

test('a run of a network that the figure does not train cannot be opened there, and why is said', async () => {
  const ofAnother = { ...lenetOnDigits, network: 'lenet5-1998' };
  await withRuns(testRun('a', { origin: ofAnother, description: ofAnother }));
  await button(/^LeNet-5 of 1998 on Digits/).click();
  await expect.element(button('Open in this figure')).toBeDisabled();
  await expect.element(page.getByText(/This figure does not train LeNet-5 of 1998/)).toBeVisible();
});

describe('over one another', () => {
  const choose = (name: RegExp) => page.getByRole('checkbox', { name }).click();

  test('two runs: a curve each, what differs and nothing else, and the data as a table', async () => {
    await withRuns(...three);
    await choose(/Adam 0\.001,/);
    await choose(/Adam 0\.01,/);
    const chart = page.getByRole('slider', { name: /Training loss and test accuracy/ });
    await expect.poll(() => chart.element().querySelectorAll('[class*="run1"] path[d^="M"]').length).toBeGreaterThan(1);
    await expect.poll(() => chart.element().querySelectorAll('[class*="run2"] path[d^="M"]').length).toBeGreaterThan(1);
    const table = page.getByRole('table', { name: 'What differs' });
    await expect.element(table).toHaveTextContent(/Learning rate\s*0\.001\s*0\.01/);
    expect(table.element().querySelectorAll('tbody tr')).toHaveLength(1);
    await button('Show table').click();
    await expect
      .element(page.getByRole('table', { name: 'Loss and accuracy by step' }))
      .toHaveTextContent(/A LeNet-5.*100.*B LeNet-5.*400/s);
    // A keeps its place and its colour when it is B that leaves.
    await choose(/Adam 0\.001,/);
    await expect.element(page.getByText('B', { exact: true }).first()).toBeVisible();
  });

  test('the thirteenth is refused with the reason', async () => {
    await withRuns(
      ...Array.from({ length: 13 }, (_, index) =>
        testRun(`r${index}`, { name: `Run ${index}`, begunAt: startMs - index }),
      ),
    );
    const first = page.getByRole('checkbox', { name: /Compare Run 0,/ });
    first.element().focus();
    await userEvent.keyboard(' {ArrowDown}'.repeat(12));
    await userEvent.keyboard(' ');
    await expect.element(status(/Twelve runs are laid over one another already/)).toBeVisible();
    await expect.element(page.getByRole('checkbox', { name: /Compare Run 12,/ })).not.toBeChecked();
    expect(page.getByRole('checkbox', { checked: true }).elements().length).toBeGreaterThan(3);
  });
});

test('a file of runs comes in; a spoiled one is refused with the place, and nothing changes', async () => {
  await withRuns(three[0]!);
  const text = runsJson(three);
  const field = page.getByLabelText('File of runs');
  await field.upload([new File([text.replace('"trainingMs": 60000', '"trainingMs": "long"')], 'mine.json')]);
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent(
      'mine.json: run 1 of 3, run.trainingMs: expected a number of at least 0, found “long”. Nothing was taken over.',
    );
  expect(rows()).toHaveLength(1);
  await field.upload([new File([text], 'mine.json')]);
  await expect.element(status('2 runs taken over; 1 run here already and left as they are.')).toBeVisible();
  await expect.poll(rows).toHaveLength(3);
});

test('of 1,000 runs only those in sight are on the page, the last is one key away, and opening is quick', async () => {
  await ledger.add(Array.from({ length: 1000 }, (_, index) => testRun(`r${index}`, { begunAt: startMs - index })));
  const before = performance.now();
  await button('Runs…').click();
  await expect.poll(rows).not.toHaveLength(0);
  // The budget of the bench is 300 ms; this machine may be busy with other tests.
  expect(performance.now() - before).toBeLessThan(1500);
  expect(rows().length).toBeLessThan(20);
  page.getByRole('checkbox').first().element().focus();
  await userEvent.keyboard('{End}');
  await expect.poll(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset')).toBe('1000');
});

test('nothing is wider than the dialog, wide and on a telephone', async () => {
  await withRuns(...three, testRun('long', { name: 'W'.repeat(60), begunAt: startMs }));
  await page.getByRole('checkbox', { name: /Adam 0\.001,/ }).click();
  await page.getByRole('checkbox', { name: /WWW/ }).click();
  await button(/^WWW/).click();
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    await page.viewport(width, height);
    const dialog = page.getByRole('dialog').element();
    await expect.poll(() => dialog.scrollWidth - dialog.clientWidth).toBe(0);
    for (const part of dialog.querySelectorAll('button, input, select, textarea, p, li')) {
      expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(dialog.getBoundingClientRect().right + 0.5);
    }
  }
});
