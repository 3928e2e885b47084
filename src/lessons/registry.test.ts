/** Every folder of src/widgets that has a schema is a widget of the book, under its own name, with a view where it is live. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { widgets } from './registry';
import { root } from './testing/fixture';
import { views } from './views';
import { isWidgetName, widgetNames } from './widgetNames';

const folder = join(root, 'src/widgets');
const has = (name: string, file: string): boolean => existsSync(join(folder, name, file));

test('the list is the folders', () => {
  const folders = readdirSync(folder).filter((name) => has(name, 'schema.ts'));
  expect([...widgetNames]).toEqual(folders.sort());
});

test.each(widgetNames)('%s', (name) => {
  expect(widgets[name].name).toBe(name);
  expect(has(name, 'Still.tsx')).toBe(true);
  expect(has(name, 'example.md')).toBe(true);
  // Space is kept exactly for what is live, and what has a view is live.
  expect({ live: views[name] !== null, reserved: widgets[name].reservedHeightPx !== null }).toEqual({
    live: has(name, 'View.tsx'),
    reserved: has(name, 'View.tsx'),
  });
});

test('a widget’s name is checked', () => {
  expect(isWidgetName('trainer')).toBe(true);
  expect(isWidgetName('trainr')).toBe(false);
});
