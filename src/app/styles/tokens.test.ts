/** Contrast is computed from the stylesheet itself: WCAG 2.2, relative luminance and contrast ratio. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** The colour properties of the first block that a selector opens. */
function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  expect(start, `tokens.css has a block ${selector}`).toBeGreaterThanOrEqual(0);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

const themes = { light: ':root', dark: ":root[data-theme='dark']", 'dark, by the system': ':root:not([data-theme])' };
const texts = [
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'positive',
  'negative',
  'input',
  'weight',
  'activation',
  'gradient',
];
const pairs = [
  ...texts.flatMap((text) => [
    [text, 'paper'],
    [text, 'paper-raised'],
  ]),
  ['accent-ink', 'accent'],
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['accent', 'accent-soft'],
] as const;

test('the ratio is the one of WCAG: black on white is 21, #767676 on white 4.54', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

test.each(Object.entries(themes))('%s: every text has at least 4.5 : 1', (_name, selector) => {
  const theme = colours(selector);
  const tooWeak = pairs
    .map(([text, ground]) => ({ text, ground, ratio: contrast(theme.get(`--${text}`)!, theme.get(`--${ground}`)!) }))
    .filter(({ ratio }) => ratio < 4.5);
  expect(tooWeak).toEqual([]);
});

test('the two dark themes are the same', () => {
  expect([...colours(themes['dark, by the system'])]).toEqual([...colours(themes.dark)]);
});
