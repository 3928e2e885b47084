/** Every network that the book ships is taken out of its file as the page does it: list, card, hashes, names, shapes, numbers. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readableCard } from '../src/data/readableCard';
import { readWeightsIndex } from '../src/data/weightsCard';
import { createWeightsLibrary } from '../src/engine/weightsLibrary';
import { networkNamed, zoo } from '../src/network/zoo';

const folder = join(import.meta.dirname, '../public/weights');
const library = createWeightsLibrary({
  fetchFile: async (path) => new Uint8Array(await readFile(join(folder, path))),
  networks: zoo,
});
const { weights } = readWeightsIndex(readFileSync(join(folder, 'index.json'), 'utf8'), 'index.json');

test('4 MB at most in all', () => {
  expect(weights.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(4e6);
});

test.for(weights)('$name', async ({ name, title, network, data, accuracy }) => {
  const card = await library.card(name);
  expect(card).toMatchObject({ title, network: { name: network }, accuracy });
  const start = await library.start({ weights: name }, networkNamed(network), card.data);
  expect(start).toMatchObject({ words: `Starts from ${title}.`, normalization: card.data.normalization });
  // A fresh layer would mean that the classes are others.
  const other = await library.start({ weights: name }, networkNamed(network), {
    ...data,
    title: 'Others',
    classes: data.classes.map((word) => `not ${word}`),
  });
  expect(other.slots.size).toBeLessThan(start.slots.size);
  expect(readFileSync(join(folder, name, 'card.md'), 'utf8')).toBe(readableCard(card));
});
