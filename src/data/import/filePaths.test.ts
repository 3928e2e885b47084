import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { checkPaths, isClutter } from './filePaths';

describe('checkPaths', () => {
  test('plain paths are all right, whatever the classes are called', () => {
    expect(() =>
      checkPaths(['cats/1.png', 'cats/2.png', '__proto__/1.png', 'Katzen und Löwen/ä.png', 'a/'], 'a.zip'),
    ).not.toThrow();
  });
  test.each([
    ['../cats/1.png', 'a path that leads elsewhere'],
    ['cats/../../1.png', 'a path that leads elsewhere'],
    ['cats/./1.png', 'a path that leads elsewhere'],
    ['cats//1.png', 'a path that leads elsewhere'],
    ['/etc/1.png', 'an absolute path'],
    ['C:/cats/1.png', 'a drive letter'],
    ['cats\\1.png', 'a backslash'],
    ['cats/1.png\u0000.exe', 'characters that cannot be seen'],
    ['cats/\u202egnp.1', 'characters that cannot be seen'],
    [`cats/${'a'.repeat(256)}`, 'a very long name'],
    ['a/'.repeat(600), 'a path of 1200 characters'],
    ['', 'a path of 0 characters'],
  ])('%j is refused: %s', (path, why) => {
    expect(() => checkPaths(['cats/1.png', path], 'a.zip')).toThrow(DataError);
    expect(() => checkPaths(['cats/1.png', path], 'a.zip')).toThrow(
      `a.zip: expected plain paths such as cats/1.png, found ${why}: "`,
    );
  });
  test('a name twice is refused', () => {
    expect(() => checkPaths(['cats/1.png', 'cats/1.png'], 'a.zip')).toThrow(
      'a.zip: expected plain paths such as cats/1.png, found a name that comes twice: "cats/1.png". ' +
        'Pack the class folders again, and choose that archive.',
    );
  });
  test('what is shown can be seen', () => {
    expect(() => checkPaths(['a\u202eb'], 'a.zip')).toThrow('"a?b"');
  });
});

test('what computers put beside files is no file of the reader’s', () => {
  for (const path of ['__MACOSX/cats/._1.png', 'cats/.DS_Store', 'cats/Thumbs.db', 'desktop.ini'])
    expect(isClutter(path)).toBe(true);
  expect(isClutter('cats/1.png')).toBe(false);
});
