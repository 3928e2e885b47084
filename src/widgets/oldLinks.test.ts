/**
 * Links that were made before links had versions, by the book as it was then. They were given to people, and open for ever.
 *
 * The states stand here as they were, word by word; what today's figures have beyond them is what such a link says nothing of.
 */

import { describe, expect, test } from 'vitest';
import { viewerForm } from './dataset-viewer/state';
import { explorerForm } from './network-explorer/state';
import { galleryForm } from './right-and-wrong/state';
import { trainerForm } from './trainer/state';
import { decodeState } from './widgetState';
import type { LinkForm } from './widgetState';

const beyond = { viewedStep: null, hidden: [], locked: [] };
const usual = {
  ...{ network: 'lenet5', dataSet: 'digits', optimizer: 'adam', learningRate: 0.001, batchSize: 32, seed: 1 },
  ...{ coefficients: {}, schedule: { kind: 'constant' }, corruption: {}, start: null },
};

describe('a trainer', () => {
  const form = trainerForm(['lenet5', 'lenet5-1998']);
  test.each<[string, string, unknown]>([
    [
      'without settings',
      'eyJsb3NzU2NhbGUiOiJsaW5lYXIiLCJpc1RhYmxlU2hvd24iOnRydWUsImd1ZXNzIjowLjksInNldHRpbmdzIjpudWxsfQ',
      { lossScale: 'linear', isTableShown: true, guess: 0.9, settings: null },
    ],
    [
      'with the usual settings',
      'eyJsb3NzU2NhbGUiOiJsb2ciLCJpc1RhYmxlU2hvd24iOmZhbHNlLCJndWVzcyI6bnVsbCwic2V0dGluZ3MiOnsibmV0d29yayI6ImxlbmV0NSIsImRhdGFTZXQiOiJkaWdpdHMiLCJvcHRpbWl6ZXIiOiJhZGFtIiwibGVhcm5pbmdSYXRlIjowLjAwMSwiYmF0Y2hTaXplIjozMiwic2VlZCI6MSwiY29lZmZpY2llbnRzIjp7fSwic2NoZWR1bGUiOnsia2luZCI6ImNvbnN0YW50In0sImNvcnJ1cHRpb24iOnt9LCJzdGFydCI6bnVsbH19',
      { lossScale: 'log', isTableShown: false, guess: null, settings: usual },
    ],
    [
      'with everything that could be set then',
      'eyJsb3NzU2NhbGUiOiJsb2ciLCJpc1RhYmxlU2hvd24iOmZhbHNlLCJndWVzcyI6MC41LCJzZXR0aW5ncyI6eyJuZXR3b3JrIjoibGVuZXQ1LTE5OTgiLCJkYXRhU2V0IjoibW5pc3QiLCJvcHRpbWl6ZXIiOiJuZXN0ZXJvdiIsImxlYXJuaW5nUmF0ZSI6MC4wMSwiYmF0Y2hTaXplIjo2NCwic2VlZCI6NywiY29lZmZpY2llbnRzIjp7Im1vbWVudHVtIjowLjgsImwyIjowLjAwMDF9LCJzY2hlZHVsZSI6eyJraW5kIjoiY29zaW5lIiwic3RlcHMiOjIwMDAsIndhcm1VcFN0ZXBzIjoxMDB9LCJjb3JydXB0aW9uIjp7ImxhYmVsTm9pc2UiOjAuNCwibGFiZWxOb2lzZUtpbmQiOiJuZXh0In0sInN0YXJ0IjpudWxsfX0',
      {
        lossScale: 'log',
        isTableShown: false,
        guess: 0.5,
        settings: {
          ...{ network: 'lenet5-1998', dataSet: 'mnist', optimizer: 'nesterov', learningRate: 0.01, batchSize: 64 },
          ...{ seed: 7, coefficients: { momentum: 0.8, l2: 0.0001 }, start: null },
          schedule: { kind: 'cosine', steps: 2000, warmUpSteps: 100 },
          corruption: { labelNoise: 0.4, labelNoiseKind: 'next' },
        },
      },
    ],
    [
      'from before there were schedules',
      'eyJsb3NzU2NhbGUiOiJsb2ciLCJpc1RhYmxlU2hvd24iOmZhbHNlLCJndWVzcyI6bnVsbCwic2V0dGluZ3MiOnsibmV0d29yayI6ImxlbmV0NSIsImRhdGFTZXQiOiJkaWdpdHMiLCJvcHRpbWl6ZXIiOiJzZ2QiLCJsZWFybmluZ1JhdGUiOjAuMDUsImJhdGNoU2l6ZSI6NjQsInNlZWQiOjN9fQ',
      {
        ...{ lossScale: 'log', isTableShown: false, guess: null },
        settings: {
          ...{ network: 'lenet5', dataSet: 'digits', optimizer: 'sgd', learningRate: 0.05, batchSize: 64, seed: 3 },
        },
      },
    ],
  ])('%s', (_, text, state) => {
    expect(decodeState(text, form)).toEqual({ state: { ...(state as object), ...beyond } });
  });
});

test.each([
  [
    'eyJmaWx0ZXIiOnsia2luZCI6Indyb25nIn0sIm9yZGVyIjoic3VyZSIsInBhZ2UiOjB9',
    { filter: { kind: 'wrong' }, order: 'sure', page: 0 },
  ],
  [
    'eyJmaWx0ZXIiOnsia2luZCI6ImNlbGwiLCJ0cnV0aCI6NCwicHJlZGljdGVkIjo5fSwib3JkZXIiOiJ1bnN1cmUiLCJwYWdlIjoyfQ',
    { filter: { kind: 'cell', truth: 4, predicted: 9 }, order: 'unsure', page: 2 },
  ],
])('right and wrong: %s', (text, state) => {
  expect(decodeState(text, galleryForm)).toEqual({ state });
});

test.each([
  [
    'eyJhdCI6InN0YXJ0IiwibGF5ZXIiOiIiLCJjaGFubmVsIjowLCJjZWxsIjpudWxsLCJzbGljZSI6MCwiaXNUYWJsZVNob3duIjpmYWxzZX0',
    { at: 'start', layer: '', channel: 0, cell: null, slice: 0, isTableShown: false },
  ],
  [
    'eyJhdCI6ImxheWVyIiwibGF5ZXIiOiJjb252MiIsImNoYW5uZWwiOjUsImNlbGwiOnsicm93IjozLCJjb2x1bW4iOjR9LCJzbGljZSI6MiwiaXNUYWJsZVNob3duIjp0cnVlfQ',
    { at: 'layer', layer: 'conv2', channel: 5, cell: { row: 3, column: 4 }, slice: 2, isTableShown: true },
  ],
])('network explorer: %s', (text, state) => {
  expect(decodeState(text, explorerForm)).toEqual({ state });
});

test.each([
  [
    'eyJkYXRhU2V0IjoiZGlnaXRzIiwic3BsaXQiOiJ0ZXN0IiwibGFiZWwiOm51bGwsImluZGV4IjowLCJwYW5lbCI6Im5laWdoYm91cnMiLCJpc1RhYmxlU2hvd24iOmZhbHNlfQ',
    { dataSet: 'digits', split: 'test', label: null, index: 0, panel: 'neighbours', isTableShown: false },
  ],
  [
    'eyJkYXRhU2V0IjoiZmFzaGlvbi1tbmlzdCIsInNwbGl0IjoidHJhaW4iLCJsYWJlbCI6NywiaW5kZXgiOjEyMzQsInBhbmVsIjoibWVhbnMiLCJpc1RhYmxlU2hvd24iOnRydWV9',
    { dataSet: 'fashion-mnist', split: 'train', label: 7, index: 1234, panel: 'means', isTableShown: true },
  ],
])('microscope of a data set: %s', (text, state) => {
  expect(decodeState(text, viewerForm)).toEqual({ state });
});

/** Links of version 1 as they were when it began, with what they mean. A line may be added; none may change. */
describe('version 1', () => {
  const trainer = trainerForm(['lenet5', 'lenet5-1998']);
  const described = { ...usual, orderSeed: 1, generatorSeed: 1, augmentation: {} };
  test.each<[string, unknown]>([
    ['1.3C-', { lossScale: 'log', isTableShown: false, guess: null, ...beyond, settings: described }],
    ['1.AIn5db', { lossScale: 'log', isTableShown: false, guess: null, ...beyond, settings: null }],
    [
      '1.AAACADtAE5e-1AF15e2AGaAMAE.AHaAJ.AIrAOBRAPBlAQAjAR1e-2AS64AT7AU8AV9AWrAi8e-1Au1e-4.AXrAxA0A52e3A61e-1A21e2.AYrA84e-1A9BBBFt.AZrBH2BO5e-1.AKrAeBu..FMD',
      {
        ...{ lossScale: 'linear', isTableShown: true, guess: 0.5, viewedStep: 1500 },
        ...{ hidden: ['lab', 'guess'], locked: ['data'] },
        settings: {
          ...{ network: 'lenet5-1998', dataSet: 'mnist', optimizer: 'nesterov', learningRate: 0.01, batchSize: 64 },
          ...{ seed: 7, orderSeed: 8, generatorSeed: 9, coefficients: { momentum: 0.8, l2: 0.0001 } },
          schedule: { kind: 'cosine', steps: 2000, floor: 0.1, warmUpSteps: 100 },
          corruption: { labelNoise: 0.4, labelNoiseKind: 'next', forgottenNormalization: true },
          augmentation: { shift: 2, erase: 0.5 },
          start: { weights: 'lenet5-mnist' },
        },
      },
    ],
  ])('a trainer: %s', (text, state) => {
    expect(decodeState(text, trainer)).toEqual({ state });
  });

  test.each([
    [
      '1.B8rAxB4CC4CD9.AcCFB92suh',
      galleryForm,
      { filter: { kind: 'cell', truth: 4, predicted: 9 }, order: 'unsure', page: 2 },
    ],
    [
      '1.B1B2B2_conv2.B35B4rB63B74.B52ADtMHI',
      explorerForm,
      { at: 'layer', layer: 'conv2', channel: 5, cell: { row: 3, column: 4 }, slice: 2, isTableShown: true },
    ],
    [
      '1.APBmCHCICL7CM1234CNCPADtUiC',
      viewerForm,
      { dataSet: 'fashion-mnist', split: 'train', label: 7, index: 1234, panel: 'means', isTableShown: true },
    ],
  ])('%s', (text, form, state) => {
    expect(decodeState<unknown>(text, form as LinkForm<unknown>)).toEqual({ state });
  });
});
