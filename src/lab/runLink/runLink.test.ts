import { describe, expect, test } from 'vitest';
import type { DataSetOffer } from '../../data/dataSet';
import type { LinkRecord } from '../link/difference';
import { LinkError, writeLink } from '../link/linkText';
import { defaultDescription } from '../runs';
import { marksText } from './print';
import { missingWords, readRunLink, writeRunLink } from './runLink';
import type { RunLink } from './runLink';

const print = {
  lastStep: 2,
  executor: 'wasm',
  build: 'WebAssembly SIMD, 2 threads',
  marks: [{ step: 1, loss: 2, trail: 7 }],
};
const link: RunLink = { origin: defaultDescription, history: [], print };
const points = marksText(print.marks, 2);

describe('a run in a link', () => {
  test('a usual one says its print alone', () => {
    const text = writeRunLink(link);
    expect(text.length).toBeLessThan(100);
    expect(readRunLink(text)).toEqual(link);
  });

  test('weights that are taken away on the way are told', () => {
    const changed: RunLink = { ...link, history: [{ step: 1, change: { network: 'mlp', start: undefined } }] };
    expect('start' in (readRunLink(writeRunLink(changed)).history[0]?.change ?? {})).toBe(true);
  });

  const whole = { lastStep: 2, executor: 'wasm', build: '', points };
  test.each<[string, LinkRecord, string]>([
    ['an unknown network', { origin: { network: 'lenet9' }, print: whole }, 'expected a network of this book (lenet5,'],
    [
      'a rate of zero',
      { origin: { learningRate: 0 }, print: whole },
      'expected as “origin.learningRate” a positive number, found 0',
    ],
    ['an unknown optimizer', { origin: { optimizer: 'lion' }, print: whole }, 'found “lion”'],
    ['a foreign coefficient', { origin: { coefficients: { rho: 0.5 } }, print: whole }, 'found the value 0.5 for it'],
    ['no print', {}, 'expected a last step from 1 to 10,000,000, found none'],
    ['endless', { print: { ...whole, lastStep: 1e9 } }, 'expected a last step from 1 to 10,000,000, found 1000000000'],
    [
      'points of another length',
      { print: { ...whole, lastStep: 9 } },
      'expected the points of a curve of 9 steps, found others',
    ],
    [
      'an executor that is no name',
      { print: { ...whole, executor: '<b>' } },
      'expected the name of what ran the numbers',
    ],
    ['changes that are no list', { history: 3, print: whole }, 'expected a list of at most 200 changes, found none'],
    [
      'changes out of order',
      {
        history: [
          { step: 5, change: {} },
          { step: 5, change: {} },
        ],
        print: whole,
      },
      'expected changes at whole steps, one after the other, found change 2 at another place',
    ],
    ['a change of nothing known', { history: [{ step: 5, change: { melt: 1 } }], print: whole }, 'found “melt”'],
  ])('refused: %s', (_, record, words) => {
    expect(() => readRunLink(writeLink(record, 'run'))).toThrow(LinkError);
    expect(() => readRunLink(writeLink(record, 'run'))).toThrow(words);
  });

  test('a figure’s link is none of a run', () => {
    expect(() => readRunLink(writeLink({ guess: 1 }, 'trainer'))).toThrow(/belongs to another figure/);
  });
});

test('what the receiver must bring is said by name', () => {
  const offer = (id: DataSetOffer['id']): DataSetOffer => ({
    ...{ id, title: id, origin: 'imported', classes: ['a'], shape: [28, 28, 1] },
    counts: { train: 1, validation: 1, test: 1 },
  });
  const here = [offer('digits')];
  expect(missingWords(link, here)).toBeNull();
  expect(missingWords({ ...link, origin: { ...defaultDescription, dataSet: 'mnist' } }, here)).toBe(
    'It was trained on MNIST, which is not here yet. Fetch it under “Data…” first.',
  );
  const own = { ...link, history: [{ step: 9, change: { dataSet: 'own-shells' } }] } as const;
  expect(missingWords(own, here)).toMatch(
    /its maker’s own images, “own-shells”, which a link cannot hold\. Ask for them/,
  );
  expect(missingWords(own, [offer('own-shells'), ...here])).toMatch(
    /yours of that name are used, and may be others\.$/,
  );
  const start = { file: 'ab'.repeat(32), name: 'mine.safetensors' };
  expect(missingWords({ ...link, origin: { ...defaultDescription, start } }, here)).toMatch(
    /a file of its maker’s, “mine\.safetensors”, which a link cannot hold\./,
  );
});
