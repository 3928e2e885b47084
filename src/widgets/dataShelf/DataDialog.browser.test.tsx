/** The data dialog on a page, with a shelf that answers when the test says so. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ImportReport } from '../../data/import/importReport';
import { Button } from '../../ui/Button';
import { DataDialog } from './DataDialog';
import { animals, fakeShelf, filesNamed, infoOf, offerOf } from './fakeShelf';
import type { FakeShelf } from './fakeShelf';
import { createShelfDialog } from './state';
import type { ShelfDialog } from './state';

let fake: FakeShelf;
let shelf: ShelfDialog;
let used: string[];
let root: Root;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialogs = (): Element[] => page.getByRole('dialog').elements();

function Page(): ReactNode {
  const [count, setCount] = useState(0);
  return (
    <>
      <Button onPress={() => shelf.open('figure')}>Data…</Button>
      <Button onPress={() => setCount(count + 1)}>{`Pressed ${count}`}</Button>
      <DataDialog
        shelf={shelf}
        owner="figure"
        onUse={(id) => used.push(id)}
        misfit={({ shape }) => (shape[0] > 100 ? 'Too large for this network.' : null)}
      />
    </>
  );
}
async function find(change: Partial<ImportReport> = {}): Promise<void> {
  shelf.bring('figure', filesNamed('animals.zip'));
  fake.last().answer({ ...animals, ...change });
  await expect.element(button('Keep and use')).toBeVisible();
}

beforeEach(async () => {
  await page.viewport(1280, 800);
  fake = fakeShelf();
  shelf = createShelfDialog(fake.port);
  used = [];
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  flushSync(() => root.render(<Page />));
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('opened and left by the keyboard, and the focus is where it was', async () => {
  button('Data…').element().focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Data sets' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialogs).toHaveLength(0);
  await expect.poll(() => document.activeElement?.textContent).toBe('Data…');
});

describe('Fetch', () => {
  test('the address and the size are shown before the first byte; bytes, Cancel and Resume while it comes', async () => {
    shelf.open('figure', 'mnist');
    await expect.element(page.getByText('https://cdn.jsdelivr.net/gh/fgnt/mnist/')).toBeVisible();
    await expect.element(page.getByText(/4 files, 11.6 MB/)).toBeVisible();
    // The set that was wanted is pointed at.
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Fetch MNIST');
    await userEvent.keyboard('{Enter}');
    fake.last().progress('train-images-idx3-ubyte.gz', 2_900_000, 11_600_000);
    const bar = page.getByRole('progressbar', { name: 'train-images-idx3-ubyte.gz, 2.9 MB of 11.6 MB' });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '25');
    await button('Cancel fetching MNIST').click();
    await expect.element(page.getByText(/What has come is kept/)).toBeVisible();
    await button('Resume fetching MNIST').click();
    fake.last().fail('The connection broke.');
    await expect.element(page.getByRole('alert')).toHaveTextContent('The connection broke.');
    await button('Resume fetching MNIST').click();
    fake.kept = [offerOf('mnist', 'MNIST', { origin: 'fetched' })];
    fake.last().answer({ info: infoOf('mnist', 'MNIST'), notice: null });
    await button('Use MNIST').click();
    expect(used).toEqual(['mnist']);
    await expect.poll(dialogs).toHaveLength(0);
    expect(fake.asked()).toEqual(['fetch mnist', 'fetch mnist', 'fetch mnist']);
  });

  test('what a page may not fetch: the command is said, and the import is one press away', async () => {
    shelf.open('figure', 'cifar10');
    await expect.element(page.getByText('npm run data -- cifar10')).toBeVisible();
    expect(button('Fetch CIFAR-10').elements()).toHaveLength(0);
    await page.getByRole('button', { name: 'import it' }).click();
    await expect.element(page.getByLabelText('Choose files')).toBeInTheDocument();
  });
});

describe('Import', () => {
  test('chosen files are looked at, shown as they will be, and kept under a name', async () => {
    shelf.open('figure', 'kmnist');
    await expect.element(page.getByText(/KMNIST is not here yet. Choose its four IDX files/)).toBeVisible();
    await page.getByLabelText('Choose files').upload([new File(['x'], 'animals.zip')]);
    expect(fake.asked()).toEqual(['inspect animals.zip, as it comes']);
    fake.last().progress('Reading images', 1, 4);
    await expect
      .element(page.getByRole('progressbar', { name: 'Reading images' }))
      .toHaveAttribute('aria-valuenow', '25');
    fake.last().answer(animals);
    await expect.element(page.getByRole('heading', { name: animals.format })).toBeVisible();
    await expect.element(page.getByText('6 images of 4 × 4 × 3 in 2 classes, 294 B')).toBeVisible();
    expect(page.getByLabelText('How images will be').element().querySelectorAll('canvas')).toHaveLength(2);
    await expect.element(page.getByRole('table')).toHaveTextContent(/cats\s*2\s*1\s*0/);

    await page.getByRole('radio', { name: 'grey' }).click();
    expect(fake.last().words).toBe('inspect animals.zip, 4 cover grey');
    await expect.element(button('Keep and use')).toBeDisabled();
    fake.last().answer({ ...animals, proposal: 2, choices: { side: 4, fit: 'cover', colour: 'grey' } });
    await expect.element(button('Keep and use')).toBeEnabled();

    await page.getByLabelText('Name').fill('Pets');
    await button('Keep and use').click();
    expect(fake.last().words).toBe('keep 2 as Pets');
    fake.last().answer({ info: infoOf('own-pets', 'Pets'), notice: null });
    await expect.poll(() => used).toEqual(['own-pets']);
    await expect.poll(dialogs).toHaveLength(0);
  });

  test('the four files of MNIST: nothing to choose, nothing to name, and Enter keeps them', async () => {
    await find({ published: 'mnist', suggestedName: 'MNIST', format: 'MNIST, four IDX files', choices: null });
    expect(page.getByLabelText('Name').elements()).toHaveLength(0);
    await expect.poll(() => document.activeElement?.textContent).toBe('Keep and use');
    await userEvent.keyboard('{Enter}');
    expect(fake.last().words).toBe('keep 1 as MNIST');
  });

  test('files that are no images are listed, and left out only when the reader says so', async () => {
    await find({
      undecodable: [
        { path: 'cats/3.png', reason: 'no PNG image' },
        { path: 'cats/note.txt', reason: 'no image at all' },
      ],
    });
    await expect.element(page.getByText('cats/note.txt')).toBeVisible();
    await expect.element(button('Keep and use')).toBeDisabled();
    await expect.element(page.getByText('Say that the 2 files that are no images may be left out.')).toBeVisible();
    await page.getByLabelText('Leave them out').click();
    await expect.element(button('Keep and use')).toBeEnabled();
  });

  test('what is wrong with the files is said where they were brought', async () => {
    shelf.bring('figure', filesNamed('holiday.txt'));
    fake.last().fail('holiday.txt is no data set.');
    await expect.element(page.getByRole('alert')).toHaveTextContent('holiday.txt is no data set.');
    await expect.element(page.getByLabelText('Choose files')).toBeEnabled();
  });

  test('Cancel gives it up', async () => {
    await find();
    await button('Cancel').click();
    await expect.element(page.getByLabelText('Choose files')).toBeInTheDocument();
    expect(fake.last().words).toBe('drop 1');
  });
});

describe('Kept here', () => {
  test('nothing yet: said, with a way on', async () => {
    shelf.open('figure');
    shelf.showDesk('kept');
    await expect.element(page.getByText(/Nothing is kept in this browser yet/)).toBeVisible();
    await button('Import your own').click();
    await expect.element(page.getByLabelText('Choose files')).toBeInTheDocument();
  });

  test('renamed in its place, with the reason where that cannot be', async () => {
    fake.kept = [offerOf('own-cats', 'Cats'), offerOf('own-dogs', 'Dogs')];
    shelf.open('figure');
    shelf.showDesk('kept');
    await expect.element(page.getByText('Kept here (2)')).toBeVisible();
    await button('Rename Cats').click();
    await userEvent.keyboard('dogs{Enter}');
    await expect.element(page.getByText(/already a set called Dogs/)).toBeVisible();
    await page.getByLabelText('New name of Cats').fill('Tigers');
    await userEvent.keyboard('{Enter}');
    expect(fake.last().words).toBe('rename own-cats to Tigers');
  });

  test('deleted after a question that Escape takes back', async () => {
    fake.kept = [offerOf('own-cats', 'Cats')];
    shelf.open('figure');
    shelf.showDesk('kept');
    await button('Delete Cats').click();
    await expect
      .element(page.getByText('Delete Cats from this browser? Its 294 B cannot be brought back.'))
      .toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(button('Delete it').elements()).toHaveLength(0);
    expect(dialogs()).toHaveLength(1);
    await button('Delete Cats').click();
    await button('Delete it').click();
    expect(fake.asked()).toEqual(['remove own-cats']);
    fake.kept = [];
    fake.last().answer();
    await expect.element(page.getByText(/Nothing is kept in this browser yet/)).toBeVisible();
    // The button that had the focus is gone; the focus is not.
    await expect.poll(() => dialogs()[0]?.contains(document.activeElement)).toBe(true);
  });

  test('a set of this server cannot be deleted, one that the network cannot look at cannot be used, and both say why', async () => {
    fake.kept = [offerOf('mnist', 'MNIST', { origin: 'served' }), offerOf('own-big', 'Big', { shape: [128, 128, 3] })];
    shelf.open('figure');
    shelf.showDesk('kept');
    await expect.element(button('Use Big')).toBeDisabled();
    await expect.element(page.getByText('Too large for this network.')).toBeVisible();
    await expect.element(page.getByText(/from this server/)).toBeVisible();
    expect(button('Delete MNIST').elements()).toHaveLength(0);
    await button('Use MNIST').click();
    expect(used).toEqual(['mnist']);
  });

  test('space used, and the browser’s answer to the plea to keep it', async () => {
    shelf.open('figure');
    shelf.showDesk('kept');
    await expect.element(page.getByText(/12.3 MB of the 10.2 GB/)).toBeVisible();
    await button('Ask the browser to keep this').click();
    fake.last().answer(false);
    await expect.element(page.getByText(/The browser did not agree/)).toBeVisible();
  });
});

test('every desk is as high as the others, and nothing is wider than the dialog, also on a telephone', async () => {
  fake.kept = [offerOf('own-cats', 'A name that is as long as a name may be. ok')];
  for (const [width, height] of [
    [1280, 800],
    [390, 800],
  ] as const) {
    await page.viewport(width, height);
    await find({ undecodable: [{ path: `cats/${'long'.repeat(30)}.png`, reason: 'no PNG image' }] });
    const heights = new Set<number>();
    for (const desk of ['import', 'fetch', 'kept'] as const) {
      flushSync(() => shelf.showDesk(desk));
      const dialog = page.getByRole('dialog').element();
      heights.add(dialog.getBoundingClientRect().height);
      for (const part of dialog.querySelectorAll('*')) {
        // What scrolls by itself may hold more than it shows.
        if (part.closest('table') !== null) continue;
        expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(dialog.getBoundingClientRect().right + 0.5);
      }
    }
    expect(heights.size).toBe(1);
  }
});
