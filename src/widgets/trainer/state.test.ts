import { describe, expect, test } from 'vitest';
import { everythingChanged, lenetLinkLengths } from '../../../tests/fixtures/sharedTrainer';
import { generatedIds, publishedIds, type DataSetOffer } from '../../data/dataSet';
import type { RunDescription } from '../../engine/protocol';
import type { RunActions } from '../../lab/runState';
import { defaultDescription } from '../../lab/runs';
import { coefficientNames, hyperparameterProblem, hyperparametersOf } from '../../network/hyperparameters';
import { scheduleKinds, scheduleProblem, usualSchedules } from '../../network/schedule';
import { optimizerNames } from '../../network/spec';
import { wordsAt } from '../../ui/lineChartModel';
import { numberText, parseNumber } from '../../ui/numberInput';
import { batchSizeRule, coefficientSetting, scheduleSettings } from '../numberSettings';
import { decodeState, encodeState, figureLink } from '../widgetState';
import { dataSetsFor, misfit } from './fits';
import { partNames, partState, shutWords } from './parts';
import { definition } from './schema';
import { describedBy, settingChanges, settingsOf, moreSettingsWords, withSetting } from './settings';
import type { Settings } from './settings';
import {
  afterFirstEpoch,
  controlsFor,
  dataSetWords,
  guessWords,
  initialState,
  isAvailable,
  panelsFor,
  trainerForm,
  tableRows,
} from './state';
import type { Situation, TrainerState } from './state';

const description: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};
const settings: Settings = settingsOf(description);
const mnist: DataSetOffer = {
  id: 'mnist',
  title: 'MNIST',
  origin: 'imported',
  classes: ['0', '1'],
  shape: [28, 28, 1],
  counts: { train: 55_000, validation: 5_000, test: 10_000 },
};

describe('controlsFor', () => {
  const calm: Situation = { phase: 'ready', step: 0, isStarting: false, isUnavailable: false };
  function names(situation: Partial<Situation>): string {
    const controls = controlsFor({ ...calm, ...situation });
    return Object.entries(controls)
      .filter(([, isOn]) => isOn)
      .map(([name]) => name)
      .join(' ');
  }
  test.each<[string, Partial<Situation>, string]>([
    ['before the worker has answered', { phase: null }, 'train step settings'],
    ['while digits are made', { phase: 'preparing' }, 'train step settings'],
    ['ready', {}, 'train step settings'],
    ['Train was pressed a moment ago', { isStarting: true }, 'pause reset settings'],
    ['running', { phase: 'running', step: 7 }, 'pause reset settings'],
    ['paused', { phase: 'paused', step: 7 }, 'train step reset settings'],
    ['diverged: the weights kept can be trained on', { phase: 'failed', step: 0 }, 'train step reset settings'],
    ['the engine cannot work here', { isUnavailable: true }, ''],
  ])('%s', (_, situation, expected) => {
    expect(names(situation)).toBe(expected);
  });
});

describe('settings', () => {
  /** Which actions were asked for, in order. */
  function asked(wanted: Settings): string[] {
    const calls: string[] = [];
    const actions = new Proxy({} as RunActions, {
      get:
        (_, name) =>
        (...parameters: unknown[]) => {
          calls.push([name, ...parameters].map(String).join(' '));
          return Promise.resolve();
        },
    });
    for (const change of settingChanges(description, wanted)) void change(actions);
    return calls;
  }
  test('nothing is asked for what is so already', () => {
    expect(asked(settings)).toEqual([]);
  });
  test('each difference asks for its own action, those that start over first', () => {
    expect(
      asked({
        network: 'lenet5-1998',
        dataSet: 'mnist',
        optimizer: 'sgd',
        learningRate: 0.1,
        batchSize: 64,
        seed: 7,
      }),
    ).toEqual([
      'setNetwork lenet5-1998',
      'setDataSet mnist',
      'setOptimizer sgd',
      'setBatchSize 64',
      'setSeed 7',
      'setHyperparameter learningRate 0.1',
    ]);
  });
  test('a schedule starts over and comes before the numbers; only those that differ are asked for', () => {
    const wanted: Settings = {
      ...settings,
      optimizer: 'nesterov',
      learningRate: 0.01,
      schedule: { kind: 'cosine', steps: 100 },
      coefficients: { momentum: 0.8, l2: 0 },
    };
    expect(asked(wanted)).toEqual([
      'setOptimizer nesterov',
      'setSchedule [object Object]',
      'setHyperparameter learningRate 0.01',
      'setHyperparameter momentum 0.8',
    ]);
    expect(asked({ ...settings, schedule: { kind: 'constant', warmUpSteps: 0 } })).toEqual([]);
  });
  test('settings that say nothing of coefficients and schedule leave them as they are', () => {
    const { network, dataSet, optimizer, learningRate, batchSize, seed } = settings;
    const changed = { ...description, coefficients: { l2: 0.1 }, schedule: usualSchedules.cosine };
    expect(settingChanges(changed, { network, dataSet, optimizer, learningRate, batchSize, seed })).toEqual([]);
  });
  test('a new optimizer brings its usual learning rate, unless the reader chose one, and keeps penalties', () => {
    const before: Settings = { ...settings, coefficients: { beta1: 0.5, l2: 0.01 } };
    expect(withSetting(before, { optimizer: 'adadelta' })).toMatchObject({
      learningRate: 1,
      coefficients: { l2: 0.01 },
    });
    expect(withSetting(before, { optimizer: 'adadelta' }).coefficients).not.toHaveProperty('beta1');
    expect(withSetting({ ...before, learningRate: 0.003 }, { optimizer: 'sgd' })).toMatchObject({
      learningRate: 0.003,
    });
    expect(withSetting(before, { seed: 9 })).toEqual({ ...before, seed: 9, orderSeed: 9 });
  });
  test('what is not usual is told in the line that hides it', () => {
    expect(moreSettingsWords(settings)).toBe('More settings');
    const unusual: Settings = {
      ...settings,
      coefficients: { beta1: 0.9, l2: 0.0001, clipNorm: 1 },
      schedule: { kind: 'step', every: 500, factor: 0.1, warmUpSteps: 1200 },
    };
    expect(moreSettingsWords(unusual)).toBe(
      'More settings: in steps schedule, 1,200 steps of warm-up, L2 penalty 0.0001, largest gradient norm 1',
    );
  });
  test.each(scheduleKinds)('a %s schedule: every number that can be set leaves a valid schedule', (kind) => {
    for (const { value, rule, changed } of scheduleSettings(usualSchedules[kind])) {
      expect(parseNumber(numberText(value), rule)).toEqual({ isValid: true, value });
      expect(scheduleProblem(changed(value))).toBeNull();
      expect(changed(7)).not.toEqual(usualSchedules[kind]);
    }
  });
  test('what a coefficient’s field accepts, the run accepts', () => {
    for (const name of coefficientNames) {
      const { rule } = coefficientSetting(name);
      for (const value of [0, 0.0001, 0.5, 0.9999, 1, 40, -1]) {
        const isTyped = parseNumber(numberText(value), rule).isValid;
        const owner = optimizerNames.find((optimizer) => hyperparametersOf(optimizer).includes(name))!;
        expect(isTyped, `${name} ${value}`).toBe(hyperparameterProblem(owner, name, value) === null);
      }
    }
  });
  test('batch sizes are whole and not larger than the page can hold', () => {
    expect(batchSizeRule).toMatchObject({ isWhole: true, minimum: 1, maximum: 512 });
  });
});

describe('state in a link', () => {
  const form = trainerForm(['lenet5', 'lenet5-1998']);
  const { check } = form;
  const state: TrainerState = { ...initialState, lossScale: 'linear', isTableShown: true, guess: 0.9, settings };

  test('comes back as it was', () => {
    for (const one of [state, initialState, everythingChanged]) {
      expect(decodeState(encodeState(one, form), form).state).toEqual(one);
    }
  });

  test('a usual state is a few characters, and one with everything changed makes an address of at most 600', () => {
    expect(figureLink('https://book.example/', 'trainer', { ...initialState, settings }, form)).toMatch(
      /\?f\.trainer=1\....#trainer$/,
    );
    expect(lenetLinkLengths().changed).toBeLessThanOrEqual(600);
    const description = describedBy(everythingChanged.settings ?? settings, defaultDescription);
    const plainest = settingsOf(defaultDescription);
    for (const [name, value] of Object.entries(settingsOf(description))) {
      expect(value, name).not.toEqual(plainest[name as keyof Settings]);
    }
  });

  test.each<[string, unknown]>([
    ['not an object', 3],
    ['null', null],
    ['an unknown scale', { ...state, lossScale: 'cubic' }],
    ['a guess above one', { ...state, guess: 1.5 }],
    ['a network that is not offered here', { ...state, settings: { ...settings, network: 'resnet' } }],
    ['a learning rate of zero', { ...state, settings: { ...settings, learningRate: 0 } }],
    ['an infinite learning rate', { ...state, settings: { ...settings, learningRate: Infinity } }],
    ['half a batch', { ...state, settings: { ...settings, batchSize: 1.5 } }],
    ['a batch of a million', { ...state, settings: { ...settings, batchSize: 1e6 } }],
    ['a negative seed', { ...state, settings: { ...settings, seed: -1 } }],
    ['an unknown data set', { ...state, settings: { ...settings, dataSet: 'cifar' } }],
    ['a coefficient of another optimizer', { ...state, settings: { ...settings, coefficients: { rho: 0.9 } } }],
    ['a momentum above one', { ...state, settings: { ...settings, coefficients: { beta1: 1.5 } } }],
    ['a coefficient that is no number', { ...state, settings: { ...settings, coefficients: { l2: '1' } } }],
    ['a schedule without its length', { ...state, settings: { ...settings, schedule: { kind: 'cosine' } } }],
    ['an unknown augmentation', { ...state, settings: { ...settings, augmentation: { melt: 1 } } }],
    ['an augmentation beyond its range', { ...state, settings: { ...settings, augmentation: { rotate: 720 } } }],
    ['half an image shifted', { ...state, settings: { ...settings, augmentation: { shift: 0.5 } } }],
    ['a seed of the order that is none', { ...state, settings: { ...settings, orderSeed: 1.5 } }],
    ['a seed of the generator that is none', { ...state, settings: { ...settings, generatorSeed: -1 } }],
    ['a step before the first', { ...state, viewedStep: -1 }],
    ['a part that there is not', { ...state, hidden: ['answers'] }],
    ['a part twice', { ...state, locked: ['data', 'data'] }],
    ['parts that are no list', { ...state, hidden: 'data' }],
    ['an unknown optimizer', { ...state, settings: { ...settings, optimizer: 'luck' } }],
  ])('refused: %s', (_, value) => {
    expect(check(value)).toBeNull();
  });

  test('a link from before there were schedules still holds', () => {
    const { network, dataSet, optimizer, learningRate, batchSize, seed } = settings;
    const old = { ...state, settings: { network, dataSet, optimizer, learningRate, batchSize, seed } };
    expect(check(old)).toEqual(old);
  });

  test('a state from before parts could be hidden hides none', () => {
    const { lossScale, isTableShown, guess } = state;
    expect(check({ lossScale, isTableShown, guess, settings })).toEqual(state);
  });

  test('what is not known is dropped, not kept', () => {
    expect(check({ ...state, script: '<script>' })).toEqual(state);
    const schedule = { kind: 'constant', script: '<script>' };
    expect(check({ ...state, settings: { ...settings, schedule } })?.settings?.schedule).toEqual({ kind: 'constant' });
  });
});

describe('data sets', () => {
  test('Digits is always there, MNIST when it was imported or is served', () => {
    expect(isAvailable('digits', [])).toBe(true);
    expect(isAvailable('mnist', [])).toBe(false);
    expect(isAvailable('mnist', [mnist])).toBe(true);
  });
  test('in words', () => {
    expect(dataSetWords('mnist', [mnist])).toBe(
      'MNIST: 55,000 training, 5,000 validation and 10,000 test images, imported by you.',
    );
    expect(dataSetWords('digits', [])).toBe('Digits.');
  });
});

describe('curves and table', () => {
  const trainPoints = [
    { step: 50, loss: 1.5, accuracy: 0.5 },
    { step: 100, loss: 0.5, accuracy: 0.8 },
    { step: 110, loss: 0.4, accuracy: 0.9 },
  ];
  const testPoints = [{ step: 100, loss: 0.6, accuracy: 0.755 }];

  test('two panels; the cursor names training and test', () => {
    const panels = panelsFor(trainPoints, testPoints, 'log');
    expect(panels.map(({ title, scale }) => [title, scale])).toEqual([
      ['loss', 'log'],
      ['accuracy', 'linear'],
    ]);
    expect(wordsAt(panels, 100, 'step', String)).toBe(
      'step 100: training loss 0.5, test loss 0.6, training accuracy 80\u00a0%, test accuracy 75.5\u00a0%',
    );
  });

  test('the table has a row per test measurement, or the training points before the first', () => {
    expect(tableRows(trainPoints, testPoints)).toEqual([['100', '0.500', '80.0\u00a0%', '0.600', '75.5\u00a0%']]);
    expect(tableRows(trainPoints.slice(0, 1), [])).toEqual([['50', '1.500', '50.0\u00a0%', '–', '–']]);
    expect(tableRows([], testPoints)).toEqual([['100', '–', '–', '0.600', '75.5\u00a0%']]);
    expect(tableRows([], [])).toEqual([]);
  });
});

describe('the guess', () => {
  const points = [
    { step: 250, loss: 0.5, accuracy: 0.8 },
    { step: 500, loss: 0.1, accuracy: 0.976 },
  ];
  test('is judged by the first measurement after one epoch', () => {
    expect(afterFirstEpoch(null, points)).toBeNull();
    expect(afterFirstEpoch({ step: 0, epoch: 0 }, points)).toBeNull();
    expect(afterFirstEpoch({ step: 250, epoch: 0.8 }, points.slice(0, 1))).toBeNull();
    expect(afterFirstEpoch({ step: 500, epoch: 1.6 }, points)).toEqual(points[1]);
  });
  test('in words', () => {
    expect(guessWords(null, null)).toBe('');
    expect(guessWords(null, points[1]!)).toBe(
      'Test accuracy as first measured after one epoch, at step 500: 97.6\u00a0%.',
    );
    expect(guessWords(0.9, null)).toBe('You said 90\u00a0%. One epoch will tell.');
    expect(guessWords(0.9, points[1]!)).toBe(
      'You said 90\u00a0%. First measured after one epoch, at step 500: 97.6\u00a0%, 7.6 points higher.',
    );
    expect(guessWords(0.99, points[1]!)).toMatch(/1\.4 points lower\.$/);
    expect(guessWords(0.976, points[1]!)).toMatch(/, as you said\.$/);
  });
});

test('a network is offered every data set that it can be made for', () => {
  const all = [...generatedIds, ...publishedIds];
  // Windows without padding need cells around: no points and no signals.
  const pictures = all.filter((id) => !id.startsWith('planes-') && id !== 'rhythms');
  expect(dataSetsFor('lenet5')).toEqual(pictures);
  expect(dataSetsFor('rhythm-cnn')).toEqual(all.filter((id) => !id.startsWith('planes-')));
  expect(dataSetsFor('mlp')).toEqual(all);
  expect(dataSetsFor('resnet-8')).toEqual(all);
  // Ten bitmaps, one for each class.
  const original = dataSetsFor('lenet5-1998');
  expect(original).toEqual(expect.arrayContaining(['digits', 'things', 'fashion-mnist', 'cifar10']));
  for (const other of ['emnist-balanced', 'emnist-letters', 'cifar100'] as const) expect(original).not.toContain(other);
});

test('a set of the reader’s own is offered while it is here, to what can look at it', () => {
  const large: DataSetOffer = { ...mnist, id: 'own-shells', shape: [64, 64, 3], classes: ['whelk', 'cockle'] };
  expect(dataSetsFor('small-vgg')).not.toContain('own-shells');
  expect(dataSetsFor('small-vgg', [large])).toContain('own-shells');
  expect(dataSetsFor('lenet5-1998', [large])).not.toContain('own-shells');
  expect(misfit('own-shells', 'lenet5-1998', [large])).toMatch(/^LeNet-5 of 1998 on 2 classes: layer output /);
  expect(misfit('own-gone', 'lenet5-1998', [large])).toBeNull();
});

test('a lesson names the parts that it hides and locks; an unknown one is refused with the list', () => {
  expect(definition.attributes.parse({ hide: 'guess,lab', lock: ' data  start' })).toMatchObject({
    hide: ['guess', 'lab'],
    lock: ['data', 'start'],
  });
  expect(definition.attributes.parse({})).toMatchObject({ hide: [], lock: [] });
  const parsed = definition.attributes.safeParse({ hide: 'guess', lock: 'answers' });
  expect(parsed.error?.issues).toHaveLength(1);
  expect(parsed.error?.issues[0]?.path).toEqual(['lock', 0]);
  for (const name of partNames) expect(parsed.error?.issues[0]?.message).toContain(`"${name}"`);
});

test('what is shut is said, by whom, and what opens it', () => {
  const author = { hidden: ['lab'], locked: ['data'] } as const;
  const link = { hidden: ['lab', 'guess'], locked: ['data', 'more'] } as const;
  expect(partNames.map((name) => partState(name, author, link))).toEqual([
    ...['open', 'locked by author', 'open', 'locked by link', 'hidden', 'hidden', 'open'],
  ]);
  expect(shutWords(author, link)).toBe(
    'Locked by the author: data. Locked by this link: more settings. Hidden by this link: guess. ' +
      '“Reset figure” in the figure’s menu opens what the link has shut.',
  );
  expect(shutWords(author, { hidden: [], locked: [] })).toBe('Locked by the author: data.');
  expect(shutWords({ hidden: ['lab'], locked: [] }, { hidden: [], locked: [] })).toBeNull();
});

test('a lesson that pairs what does not fit is refused', () => {
  const parsed = definition.attributes.safeParse({ network: 'lenet5 lenet5-1998', dataset: 'emnist-letters' });
  expect(parsed.error?.issues).toHaveLength(1);
  expect(parsed.error?.issues[0]?.message).toMatch(
    /^expected a data set that lenet5-1998 can look at: digits, .*cifar10; found "emnist-letters" \(LeNet-5 of 1998 on 26 classes: layer output .*\)$/,
  );
  expect(definition.attributes.safeParse({ network: 'resnet-8 resnet-20', dataset: 'things' }).success).toBe(true);
  expect(definition.attributes.safeParse({ network: 'lenet5 mlp', dataset: 'cifar100' }).success).toBe(true);
});

test('labels changed by hand are said where the set is named', () => {
  expect(dataSetWords('mnist', [{ ...mnist, changedLabels: 1 }])).toMatch(/ 1 label changed by hand\.$/);
  expect(dataSetWords('mnist', [{ ...mnist, changedLabels: 1200 }])).toMatch(/ 1,200 labels changed by hand\.$/);
});
