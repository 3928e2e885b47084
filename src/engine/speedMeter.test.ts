import { expect, test } from 'vitest';
import { createSpeedMeter } from './speedMeter';

test('unknown at first, then the speed of the last second', () => {
  const meter = createSpeedMeter();
  meter.note(200, 10);
  expect(meter.stepsPerSecond()).toBeNull();
  meter.note(50, 15);
  expect(meter.stepsPerSecond()).toBeCloseTo(100);
  // Ten times as fast from here on; after a second the slow start is forgotten.
  for (let i = 0; i < 25; i++) meter.note(50, 50);
  expect(meter.stepsPerSecond()).toBeCloseTo(1000);
  meter.reset();
  expect(meter.stepsPerSecond()).toBeNull();
});

test('one step that takes longer than the window counts', () => {
  const meter = createSpeedMeter();
  meter.note(2500, 1);
  expect(meter.stepsPerSecond()).toBeCloseTo(0.4);
});
