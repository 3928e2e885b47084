import { describe, expect, test } from 'vitest';
import { threadsFor } from './startThreads';

describe('threadsFor', () => {
  const here = { cores: 4, crossOriginIsolated: true, mayBlock: true };
  test('all cores but one', () => {
    expect(threadsFor(here)).toEqual({ threads: 3, why: '' });
  });
  test('not more than find work', () => {
    expect(threadsFor({ ...here, cores: 64 })).toEqual({ threads: 8, why: '' });
  });
  test('two cores: one thread, and why', () => {
    expect(threadsFor({ ...here, cores: 2 })).toEqual({ threads: 1, why: 'the other core is left to the page' });
  });
  test('one core: one thread, no word about it', () => {
    expect(threadsFor({ ...here, cores: 1 })).toEqual({ threads: 1, why: '' });
  });
  test('the reader’s choice', () => {
    expect(threadsFor(here, 2)).toEqual({ threads: 2, why: '' });
    expect(threadsFor({ ...here, cores: 2 }, 1)).toEqual({ threads: 1, why: '' });
  });
  test('without isolation one thread, whatever is wanted, and why', () => {
    const why = 'this page is not cross-origin isolated';
    expect(threadsFor({ ...here, crossOriginIsolated: false }, 2)).toEqual({ threads: 1, why });
  });
  test('in the page itself one thread, because it may not block', () => {
    expect(threadsFor({ ...here, mayBlock: false })).toEqual({ threads: 1, why: 'the engine runs in the page itself' });
  });
});
