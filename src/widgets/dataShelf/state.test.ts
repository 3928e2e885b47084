/** The data dialog's behaviour, with a shelf that answers when the test says so. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { ImportReport } from '../../data/import/importReport';
import { animals, fakeShelf, filesNamed, infoOf, offerOf } from './fakeShelf';
import type { FakeShelf } from './fakeShelf';
import { createShelfDialog, keepProblem, nameProblem } from './state';
import type { Found, Importing, ShelfDialog, ShelfState } from './state';

let fake: FakeShelf;
let shelf: ShelfDialog;
const state = (): ShelfState => shelf.store.getState();
const importing = (): Importing => state().importing;
const found = (): Found => {
  const now = importing();
  if (now.phase !== 'found') throw new Error(`Expected files that were found to be something; they are ${now.phase}.`);
  return now;
};
/** Lets every answer that was given arrive. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};
async function findAnimals(change: Partial<ImportReport> = {}): Promise<void> {
  shelf.bring('figure', filesNamed('animals.zip'));
  fake.last().answer({ ...animals, ...change });
  await settle();
}

beforeEach(() => {
  fake = fakeShelf();
  shelf = createShelfDialog(fake.port);
});

describe('where it opens', () => {
  test('at the published sets, as long as nothing is kept', () => {
    shelf.open('figure');
    expect(state()).toMatchObject({ openedBy: 'figure', desk: 'fetch', wanted: null });
  });

  test('at what is kept; afterwards where the reader was', async () => {
    fake.kept = [offerOf('own-cats', 'Cats')];
    await shelf.refresh();
    shelf.open('figure');
    expect(state().desk).toBe('kept');
    shelf.showDesk('import');
    shelf.close();
    expect(state().openedBy).toBeNull();
    shelf.open('figure');
    expect(state().desk).toBe('import');
  });

  test('a wanted set: where it can be fetched, or else at the import', () => {
    shelf.open('figure', 'cifar10');
    expect(state()).toMatchObject({ desk: 'fetch', wanted: 'cifar10' });
    shelf.open('figure', 'kmnist');
    expect(state()).toMatchObject({ desk: 'import', wanted: 'kmnist' });
  });

  test('files that were brought are there again, whatever was shown before', async () => {
    await findAnimals();
    shelf.showDesk('fetch');
    shelf.close();
    shelf.open('figure');
    expect(state().desk).toBe('import');
    expect(found().name).toBe('animals');
  });
});

describe('import', () => {
  test('files are looked at with progress, and kept under the name and with the choices that the reader gives', async () => {
    shelf.bring('figure', filesNamed('animals.zip'));
    expect(state()).toMatchObject({ openedBy: 'figure', desk: 'import' });
    fake.last().progress('Reading images', 3, 6);
    expect(importing()).toMatchObject({ phase: 'reading', work: { task: 'Reading images', done: 3, total: 6 } });
    fake.last().answer(animals);
    await settle();
    expect(state().announcement).toBe('Found: A ZIP archive of images in class folders.');
    shelf.name(' Pets ');
    shelf.choose({ side: 8 });
    expect(found()).toMatchObject({ isLookedAtAgain: true, choices: { side: 8, fit: 'cover', colour: 'colour' } });
    fake
      .last()
      .answer({ ...animals, proposal: 2, shape: [8, 8, 3], choices: { side: 8, fit: 'cover', colour: 'colour' } });
    await settle();
    const kept = shelf.keep();
    expect(found().isBeingKept).toBe(true);
    fake.kept = [offerOf('own-pets', 'Pets')];
    fake.last().answer({ info: infoOf('own-pets', 'Pets'), notice: null });
    expect(await kept).toBe('own-pets');
    expect(fake.asked()).toEqual([
      'inspect animals.zip, as it comes',
      'inspect animals.zip, 8 cover colour',
      'keep 2 as Pets',
    ]);
    expect(importing()).toEqual({ phase: 'empty', problem: null });
    expect(state().kept.map(({ title }) => title)).toEqual(['Pets']);
    expect(state().announcement).toBe('Pets is here.');
  });

  test('of two choices in a row the later counts, though the earlier is answered later', async () => {
    await findAnimals();
    shelf.choose({ colour: 'grey' });
    const first = fake.last();
    shelf.choose({ fit: 'contain' });
    expect(first.signal?.aborted).toBe(true);
    fake.last().answer({ ...animals, shape: [4, 4, 1], choices: { side: 4, fit: 'contain', colour: 'grey' } });
    await settle();
    first.answer(animals);
    await settle();
    expect(fake.last().words).toBe('inspect animals.zip, 4 contain grey');
    expect(found()).toMatchObject({ isLookedAtAgain: false, report: { shape: [4, 4, 1] } });
  });

  test('a choice that cannot be is refused with the reason, and the one before stays', async () => {
    await findAnimals();
    shelf.choose({ side: 128 });
    fake.last().fail('Too large.');
    await settle();
    expect(found()).toMatchObject({ problem: 'Too large.', isLookedAtAgain: false, choices: { side: 4 } });
  });

  test('files that are nothing leave an empty desk with the reason; other files put it away', async () => {
    shelf.bring('figure', filesNamed('holiday.txt'));
    fake.last().fail('holiday.txt is no data set.');
    await settle();
    expect(importing()).toEqual({ phase: 'empty', problem: 'holiday.txt is no data set.' });
    shelf.bring('figure', filesNamed('animals.zip'));
    expect(importing().phase).toBe('reading');
  });

  test('Cancel while reading gives the work up; its late answer changes nothing', async () => {
    shelf.bring('figure', filesNamed('animals.zip'));
    const { signal, answer, progress } = fake.last();
    shelf.cancelImport();
    expect(signal?.aborted).toBe(true);
    answer(animals);
    progress('Reading', 1, 2);
    await settle();
    expect(importing()).toEqual({ phase: 'empty', problem: null });
  });

  test('files that others took the place of change nothing, however late they are heard of', async () => {
    fake.isLateToHear = true;
    shelf.bring('figure', filesNamed('plants.zip'));
    const given = fake.last();
    shelf.bring('figure', filesNamed('animals.zip'));
    given.progress('Reading plants', 1, 2);
    expect(importing()).toMatchObject({ phase: 'reading', work: null });
    given.answer({ ...animals, suggestedName: 'plants' });
    await settle();
    expect(importing().phase).toBe('reading');
    fake.last().answer(animals);
    await settle();
    expect(found().name).toBe('animals');
  });

  test('Cancel is final, however late it is heard of: looking, and looking again with another choice', async () => {
    fake.isLateToHear = true;
    shelf.bring('figure', filesNamed('animals.zip'));
    shelf.cancelImport();
    fake.last().answer(animals);
    await settle();
    expect(importing()).toEqual({ phase: 'empty', problem: null });
    await findAnimals();
    shelf.choose({ side: 8 });
    const again = fake.last();
    shelf.cancelImport();
    again.fail('Too large.');
    await settle();
    expect(importing()).toEqual({ phase: 'empty', problem: null });
  });

  test('Cancel while keeping gives it up', async () => {
    await findAnimals();
    const kept = shelf.keep();
    shelf.cancelImport();
    expect(fake.last().signal?.aborted).toBe(true);
    expect(await kept).toBeNull();
    expect(importing()).toEqual({ phase: 'empty', problem: null });
  });

  test('a full storage leaves everything as it was, with the reason', async () => {
    await findAnimals();
    const kept = shelf.keep();
    fake.last().fail('The storage is full.');
    expect(await kept).toBeNull();
    expect(found()).toMatchObject({ isBeingKept: false, problem: 'The storage is full.' });
  });

  test('what could not be kept for the next visit is said', async () => {
    await findAnimals();
    const kept = shelf.keep();
    fake.last().answer({ info: infoOf('own-animals', 'animals'), notice: 'Only for this visit.' });
    await kept;
    expect(state().notice).toBe('Only for this visit.');
  });

  test('files that do not decode are left out only when the reader says so', async () => {
    const undecodable = [{ path: 'cats/3.png', reason: 'no PNG image' }];
    await findAnimals({ undecodable });
    expect(keepProblem(found(), [])).toBe('Say that the file that is no image may be left out.');
    expect(await shelf.keep()).toBeNull();
    expect(fake.questions).toHaveLength(1);
    shelf.allowSkipping(true);
    expect(keepProblem(found(), [])).toBeNull();
    void shelf.keep();
    expect(fake.last().words).toBe('keep 1 as animals, without what does not decode');
  });

  test('Cancel drops what was found', async () => {
    await findAnimals();
    shelf.cancelImport();
    expect(fake.last().words).toBe('drop 1');
    expect(importing()).toEqual({ phase: 'empty', problem: null });
  });

  test('nothing is kept while images are being made anew, and none is kept twice', async () => {
    await findAnimals();
    shelf.choose({ side: 8 });
    expect(keepProblem(found(), [])).toBe('The images are being made anew.');
    expect(await shelf.keep()).toBeNull();
    fake.last().answer(animals);
    await settle();
    void shelf.keep();
    void shelf.keep();
    shelf.bring('figure', filesNamed('other.zip'));
    expect(fake.asked().filter((words) => words.startsWith('keep') || words.includes('other'))).toHaveLength(1);
  });
});

describe('names', () => {
  const kept = [offerOf('own-cats', 'Cats')];
  test.each([
    ['  ', 'The name of a data set is to have 1 to 60 characters, found 0. Choose another name.'],
    ['a'.repeat(61), 'The name of a data set is to have 1 to 60 characters, found 61. Choose another name.'],
    ['cats ', 'There is already a set called Cats. Choose another name.'],
    ['Katzen 2', null],
    ['猫', null],
  ])('%j', (name, problem) => expect(nameProblem(name, kept)).toBe(problem));
  test('a set may keep its own name', () => expect(nameProblem('cats', kept, 'own-cats')).toBeNull());
  test('a published set needs none', async () => {
    await findAnimals({ published: 'mnist', suggestedName: 'MNIST' });
    shelf.name('');
    expect(keepProblem(found(), kept)).toBeNull();
  });
});

describe('fetch', () => {
  test('goes on while the dialog is closed, and is here at the end', async () => {
    const done = shelf.fetch('mnist');
    fake.last().progress('train-images', 3_000_000, 11_594_722);
    shelf.close();
    expect(state().fetching.mnist).toEqual({
      phase: 'going',
      work: { task: 'train-images', done: 3_000_000, total: 11_594_722 },
    });
    fake.kept = [offerOf('mnist', 'MNIST')];
    fake.last().answer({ info: infoOf('mnist', 'MNIST'), notice: 'Only for this visit.' });
    expect(await done).toBe('mnist');
    expect(state().fetching).toEqual({});
    expect(state().notice).toBe('Only for this visit.');
    expect(state().announcement).toBe('MNIST is here.');
  });

  test('a failure is said in its place and can be taken up again; a second press asks nothing', async () => {
    const first = shelf.fetch('mnist');
    expect(await shelf.fetch('mnist')).toBeNull();
    fake.last().fail('The connection broke.');
    expect(await first).toBeNull();
    expect(state().fetching.mnist).toEqual({ phase: 'stopped', problem: 'The connection broke.' });
    void shelf.fetch('mnist');
    expect(fake.asked()).toEqual(['fetch mnist', 'fetch mnist']);
    expect(state().fetching.mnist?.phase).toBe('going');
  });

  test('Cancel stops it at once; what the one that was given up still says is not heard', async () => {
    const first = shelf.fetch('mnist');
    const given = fake.last();
    shelf.cancelFetch('mnist');
    expect(given.signal?.aborted).toBe(true);
    expect(state().fetching.mnist).toEqual({ phase: 'stopped', problem: null });
    void shelf.fetch('mnist');
    given.progress('old', 1, 2);
    await first;
    expect(state().fetching.mnist).toEqual({ phase: 'going', work: null });
  });
});

describe('what is kept', () => {
  beforeEach(async () => {
    fake.kept = [offerOf('own-cats', 'Cats')];
    await shelf.refresh();
  });

  test('a new name is asked for without spaces around it, and the list is read anew', async () => {
    const done = shelf.rename('own-cats', ' Dogs ');
    expect(state().busy).toBe('own-cats');
    fake.kept = [offerOf('own-cats', 'Dogs')];
    fake.last().answer();
    await done;
    expect(fake.asked()).toEqual(['rename own-cats to Dogs']);
    expect(state()).toMatchObject({ busy: null, kept: [{ title: 'Dogs' }] });
  });

  test('what the book makes is not in the list', async () => {
    fake.kept = [offerOf('digits', 'Digits', { origin: 'generated' }), offerOf('own-cats', 'Cats')];
    await shelf.refresh();
    expect(state().kept.map(({ id }) => id)).toEqual(['own-cats']);
  });

  test('deleting asks first; closing the dialog takes the question back', () => {
    shelf.askToDelete('own-cats');
    expect(fake.questions).toHaveLength(0);
    shelf.close();
    expect(state().deleting).toBeNull();
  });

  test('deleted, said, and gone from the list', async () => {
    shelf.askToDelete('own-cats');
    const done = shelf.remove('own-cats');
    fake.kept = [];
    fake.last().answer();
    await done;
    expect(state()).toMatchObject({ deleting: null, kept: [], announcement: 'Cats was deleted.', keptProblem: null });
  });

  test('what cannot be deleted stays, with the reason', async () => {
    const done = shelf.remove('own-cats');
    fake.last().fail('In use by another tab.');
    await done;
    expect(state()).toMatchObject({ keptProblem: 'In use by another tab.', announcement: '' });
    expect(state().kept).toHaveLength(1);
  });

  test('the browser is asked to keep it, and its answer is kept', async () => {
    const refused = shelf.persist();
    expect(state().persistence).toBe('asked');
    fake.last().answer(false);
    await refused;
    expect(state().persistence).toBe('refused');
    const granted = shelf.persist();
    fake.last().answer(true);
    await granted;
    expect(state().persistence).toBe('granted');
  });
});
