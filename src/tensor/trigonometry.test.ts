import { expect, test } from 'vitest';
import { directionOf } from './trigonometry';

test('exact at multiples of 90°', () => {
  const around = [0, 90, 180, 270, 360, -90, 720].map((degrees) => {
    const { sine, cosine } = directionOf(degrees);
    return [sine + 0, cosine + 0];
  });
  expect(around).toEqual([
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
    [0, 1],
    [-1, 0],
    [0, 1],
  ]);
});

test('within 1e-15 of Math.sin and Math.cos, whose radians carry a rounding of half of that', () => {
  for (let degrees = -400; degrees <= 400; degrees += 0.37) {
    const { sine, cosine } = directionOf(degrees);
    const radians = ((degrees - 360 * Math.round(degrees / 360)) * Math.PI) / 180;
    expect(Math.abs(sine - Math.sin(radians)), `sin ${degrees}`).toBeLessThan(1e-15);
    expect(Math.abs(cosine - Math.cos(radians)), `cos ${degrees}`).toBeLessThan(1e-15);
  }
});
