import { describe, expect, test } from 'vitest';
import { fetchableIds, isFetchable, publishedSets, publishedSource, publishedSources } from './published';

const hexLetters = { sha256: 64, md5: 32 } as const;

describe('publishedSets', () => {
  test.each(fetchableIds)('%s: complete, each name and hash once, folders that end in a slash', (id) => {
    const set = publishedSets[id];
    expect(set.id).toBe(id);
    expect(new Set(set.files.map(({ name }) => name)).size).toBe(set.files.length);
    expect(new Set(set.files.map(({ digest }) => digest.hex)).size).toBe(set.files.length);
    for (const { name, sizeBytes, digest } of set.files) {
      expect(name).toMatch(/^[\w.-]+\.gz$/);
      expect(digest.hex).toMatch(new RegExp(`^[0-9a-f]{${hexLetters[digest.kind]}}$`));
      expect(sizeBytes === null || sizeBytes > 0).toBe(true);
    }
    expect(set.addresses.length).toBeGreaterThan(0);
    for (const { folder } of set.addresses) expect(new URL('x', folder).href).toBe(`${folder}x`);
  });
  test('a page reads only what browsers let a secure page read', () => {
    for (const id of fetchableIds) {
      for (const { folder, answersPages } of publishedSets[id].addresses) {
        if (answersPages) expect(folder).toMatch(/^https:/);
      }
    }
  });
  test('ids', () => {
    expect(isFetchable('cifar10')).toBe(true);
    expect(isFetchable('kmnist')).toBe(false);
  });
});

describe('publishedSources', () => {
  test('MNIST by the page, from the address that answers pages and from no other', () => {
    expect(publishedSources()[0]).toEqual({
      id: 'mnist',
      title: 'MNIST',
      way: 'page',
      addresses: ['https://cdn.jsdelivr.net/gh/fgnt/mnist/'],
      files: [
        { name: 'train-images-idx3-ubyte.gz', sizeBytes: 9_912_422 },
        { name: 'train-labels-idx1-ubyte.gz', sizeBytes: 28_881 },
        { name: 't10k-images-idx3-ubyte.gz', sizeBytes: 1_648_877 },
        { name: 't10k-labels-idx1-ubyte.gz', sizeBytes: 4_542 },
      ],
      sizeBytes: 11_594_722,
      command: 'npm run data -- mnist',
    });
  });
  test('the others by the command; a size that was not published is not made up', () => {
    expect(publishedSources().map(({ id, way, sizeBytes }) => [id, way, sizeBytes])).toEqual([
      ['mnist', 'page', 11_594_722],
      ['fashion-mnist', 'command', null],
      ['cifar10', 'command', 170_052_171],
    ]);
  });
  test('of a set for the command alone, all addresses are shown', () => {
    expect(publishedSource(publishedSets.cifar10).addresses).toEqual(['https://www.cs.toronto.edu/~kriz/']);
  });
});
