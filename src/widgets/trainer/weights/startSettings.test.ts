import { expect, test } from 'vitest';
import type { RunDescription } from '../../../engine/protocol';
import { fakeRun } from '../../fakeRun';
import { checkSettings, settingChanges, settingsOf } from '../settings';
import type { Settings } from '../settings';

const description: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};
const trained = { weights: 'lenet5-mnist' };

test('a link carries what the run starts from, and one that is none is refused', () => {
  const settings = settingsOf({ ...description, start: trained });
  expect(settings.start).toEqual(trained);
  expect(checkSettings(JSON.parse(JSON.stringify(settings)), ['lenet5'])).toEqual(settings);
  expect(settingsOf(description).start).toBeNull();
  expect(checkSettings({ ...settings, start: { weights: '../..' } }, ['lenet5'])).toBeNull();
  // From before there were trained weights: they stay as they are.
  const { start, ...before } = settings;
  expect(start).toEqual(trained);
  expect(checkSettings(before, ['lenet5'])).toEqual(before);
});

function asked(from: RunDescription, wanted: Settings): readonly string[] {
  const run = fakeRun('lenet');
  for (const change of settingChanges(from, wanted)) void change(run.handle.actions);
  return run.asked;
}

test('the run is asked for it where it has another start, after a new network has let go of its own', () => {
  const wanted = settingsOf({ ...description, start: trained });
  expect(asked(description, wanted)).toEqual(['setStart [object Object]']);
  expect(asked({ ...description, start: trained }, wanted)).toEqual([]);
  expect(asked({ ...description, start: trained }, settingsOf(description))).toEqual(['setStart null']);
  expect(asked({ ...description, start: trained }, { ...wanted, network: 'mlp', start: null })).toEqual([
    'setNetwork mlp',
  ]);
  const other = { weights: 'mlp-mnist' };
  expect(asked({ ...description, start: trained }, { ...wanted, network: 'mlp', start: other })).toEqual([
    'setNetwork mlp',
    'setStart [object Object]',
  ]);
});
