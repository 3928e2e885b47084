import { expect, test } from 'vitest';
import { currentInput, imageOf } from './currentInput';

test('one store per run name', () => {
  expect(currentInput('one')).toBe(currentInput('one'));
  expect(currentInput('one')).not.toBe(currentInput('two'));
});

test('a drawing is offered without taking over, then shown, then replaced by a clicked sample', () => {
  const input = currentInput('offer');
  const drawing = new Uint8Array([0, 255]);
  input.showDrawing();
  expect(input.store.getState().source).toBe('sample');
  input.offerDrawing(drawing);
  expect(imageOf(input.store.getState())).toEqual({ kind: 'sample', split: 'test', index: 0 });
  input.showDrawing();
  expect(imageOf(input.store.getState())).toEqual({ kind: 'pixels', pixels: drawing });
  input.showSample('test', 41);
  expect(imageOf(input.store.getState())).toEqual({ kind: 'sample', split: 'test', index: 41 });
  expect(input.store.getState().drawing).toBe(drawing);
});

test('clearing the drawing brings the last sample back', () => {
  const input = currentInput('clear');
  input.showSample('train', 7);
  input.offerDrawing(new Uint8Array([1]));
  input.showDrawing();
  input.offerDrawing(null);
  expect(imageOf(input.store.getState())).toEqual({ kind: 'sample', split: 'train', index: 7 });
});
