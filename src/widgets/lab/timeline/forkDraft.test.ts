import { describe, expect, test } from 'vitest';
import type { DataSetOffer } from '../../../data/dataSet';
import type { RunDescription } from '../../../engine/protocol';
import { defaultDescription } from '../../../lab/runs';
import type { Branch } from '../../../lab/timeline';
import { branchWords, changeClauses, forkWords } from './changeWords';
import { changeOf, draftKey, forkChoices, forkProblem, sameForm } from './forkDraft';
import type { ForkDraft } from './forkDraft';

const run: RunDescription = defaultDescription;
const offer = (id: DataSetOffer['id'], title: string, side = 28, classes = 10): DataSetOffer => ({
  id,
  title,
  origin: 'generated',
  classes: Array.from({ length: classes }, (_, index) => String(index)),
  shape: [side, side, 1],
  counts: { train: 1, validation: 1, test: 1 },
});
const here = [offer('digits', 'Digits'), offer('mnist', 'MNIST'), offer('letters', 'Letters', 28, 26)];
const wordsOf = (draft: ForkDraft): string => forkWords(120, run, { ...run, ...changeOf(run, draft) }, here);

describe('one change', () => {
  test('in words, before it is made', () => {
    expect(wordsOf({ kind: 'learningRate', value: 0.01 })).toBe(
      'From step 120 on with learning rate 0.01 instead of 0.001.',
    );
    expect(wordsOf({ kind: 'batchSize', value: 64 })).toBe('From step 120 on with batch size 64 instead of 32.');
    expect(wordsOf({ kind: 'order', value: 7 })).toBe('From step 120 on with order seed 7 instead of 1.');
    expect(wordsOf({ kind: 'dataSet', value: 'mnist' })).toBe(
      'From step 120 on with data set MNIST instead of Digits.',
    );
    expect(wordsOf({ kind: 'schedule', value: { kind: 'cosine', steps: 2000 } })).toBe(
      'From step 120 on with schedule cosine (over 2,000 steps) instead of constant.',
    );
    expect(wordsOf({ kind: 'coefficient', name: 'l2', value: 0.0001 })).toBe(
      'From step 120 on with L2 penalty 0.0001 instead of 0.',
    );
    expect(wordsOf({ kind: 'corruption', strength: 'labelNoise', value: 0.4 })).toBe(
      'From step 120 on with share of wrong labels 0.4 instead of 0.',
    );
    expect(wordsOf({ kind: 'nothing' })).toBe('From step 120 on, the same again: must give the same curve.');
    expect(forkWords(null, run, run)).toBe('From the newest step on, the same again: must give the same curve.');
  });

  test('a new optimizer brings its usual rate where the one before had its, and both are said', () => {
    expect(changeOf(run, { kind: 'optimizer', value: 'sgd' })).toEqual({
      optimizer: 'sgd',
      learningRate: 0.05,
      coefficients: {},
    });
    expect(wordsOf({ kind: 'optimizer', value: 'sgd' })).toBe(
      'From step 120 on with SGD instead of Adam, learning rate 0.05 instead of 0.001.',
    );
    const own = { ...run, learningRate: 0.002, coefficients: { beta1: 0.8, l2: 0.1 } };
    expect(changeOf(own, { kind: 'optimizer', value: 'momentum' })).toEqual({
      optimizer: 'momentum',
      coefficients: { l2: 0.1 },
    });
  });

  test('every choice begins with what the run has, which is no change and is said to be none', () => {
    const unusual: RunDescription = {
      ...run,
      coefficients: { l2: 0.1 },
      schedule: { kind: 'step', every: 100, factor: 0.5 },
      corruption: { leak: 0.5 },
    };
    for (const description of [run, unusual]) {
      const choices = forkChoices(description, here);
      expect(new Set(choices.map(({ key }) => key)).size).toBe(choices.length);
      for (const { key, draft } of choices) {
        expect(draftKey(draft)).toBe(key);
        expect(changeOf(description, draft), key).toEqual({});
        const problem = forkProblem(description, draft);
        if (key === 'nothing') expect(problem).toBeNull();
        else {
          expect(problem).toBe('This is the value that the run has. Choose another one, or fork with nothing changed.');
        }
      }
    }
    expect(forkProblem(run, { kind: 'learningRate', value: 0.01 })).toBeNull();
  });

  test('data sets of the same form only', () => {
    expect(sameForm('digits', here).map(({ id }) => id)).toEqual(['digits', 'mnist']);
    expect(forkChoices(run, here).map(({ key }) => key)).toContain('dataSet');
    expect(forkChoices(run, here.slice(0, 1)).map(({ key }) => key)).not.toContain('dataSet');
    expect(sameForm('kmnist', here)).toEqual([]);
  });
});

describe('branches in words', () => {
  const branch = (id: string, change: Partial<Branch> = {}): Branch => ({
    id,
    parent: null,
    origin: run,
    description: run,
    history: [],
    checkpoints: [],
    lastStep: 0,
    trainPoints: [],
    testPoints: [],
    ...change,
  });
  const first = branch('first');

  test('by the change of the fork, not by what was changed before or after it', () => {
    const history = [
      { step: 50, change: { learningRate: 0.1 } },
      { step: 120, change: { learningRate: 0.01 } },
      { step: 200, change: { learningRate: 0.5 } },
    ];
    const forked = branch('forked', { parent: { id: 'first', step: 120 }, history });
    expect(branchWords(forked, [first, forked])).toBe('learning rate 0.01 instead of 0.1');
    const same = branch('same', { parent: { id: 'first', step: 120 }, history: history.slice(0, 1) });
    expect(branchWords(same, [first, same])).toBe('the same again');
  });

  test('a tree by what differs from the first one', () => {
    const other = branch('other', { origin: { ...run, batchSize: 64 } });
    const again = branch('again');
    const all = [first, other, again];
    expect(all.map((one) => branchWords(one, all))).toEqual([
      'the first run',
      'batch size 64 instead of 32',
      'started over',
    ]);
  });

  test('what is not there differs from nothing', () => {
    expect(changeClauses(run, { ...run, coefficients: {}, corruption: {}, schedule: { kind: 'constant' } })).toEqual(
      [],
    );
  });
});
