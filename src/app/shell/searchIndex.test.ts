import { expect, test } from 'vitest';
import { hitsOfPage, openSearchIndex, resembles } from './searchIndex';

const section = (title: string, url: string) => ({ title, url, excerpt: `<mark>${title}</mark>` });

test('a page answers with its best three sections, each with its heading and address', () => {
  const hits = hitsOfPage({
    url: '/chapters/lenet/',
    excerpt: 'whole page',
    meta: { title: '16 LeNet-5' },
    sub_results: [
      section('16 LeNet-5', '/chapters/lenet/'),
      section('Learning', '/chapters/lenet/#learning'),
      section('Ask it yourself', '/chapters/lenet/#ask'),
      section('Right and wrong', '/chapters/lenet/#right'),
    ],
  });
  expect(hits.map(({ page, section: heading, address }) => [page, heading, address])).toEqual([
    ['16 LeNet-5', null, '/chapters/lenet/'],
    ['16 LeNet-5', 'Learning', '/chapters/lenet/#learning'],
    ['16 LeNet-5', 'Ask it yourself', '/chapters/lenet/#ask'],
  ]);
  expect(hits[1]?.excerptHtml).toBe('<mark>Learning</mark>');
});

test('a page without sections answers as a whole', () => {
  expect(hitsOfPage({ url: '/notation/', excerpt: 'axis', meta: {} })).toEqual([
    { address: '/notation/', page: '/notation/', section: null, excerptHtml: 'axis' },
  ]);
});

test.each([
  ['convolving', 'the <mark>convolution</mark> layer', true],
  ['zyxwvut', 'what a unit computes, <mark>z,</mark> before', false],
  ['sub-sampling', 'trainable <mark>sub-sampling</mark>', true],
  ['re', '<mark>ReLU</mark>', true],
  ['feature map', 'one <mark>map</mark> each', true],
  ['kernel', 'nothing is marked', false],
])('%s resembles what is marked in “%s”: %s', (query, excerpt, expected) => {
  expect(resembles(query, excerpt)).toBe(expected);
});

test('the development server says why there is no index', async () => {
  await expect(openSearchIndex('/', true)).rejects.toThrow(
    'There is no search index in the development server: it is made by the build. Run npm start to search.',
  );
});

test('an index that cannot be loaded', async () => {
  await expect(openSearchIndex('/no/such/folder/', false)).rejects.toThrow(
    'The search index could not be loaded. Check the connection and open the search again.',
  );
});
