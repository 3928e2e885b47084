import { describe, expect, test } from 'vitest';
import { DataError, isOwn } from './dataSet';
import { checkName, ownIdFor } from './ownName';

describe('checkName', () => {
  test('spaces around it go', () => {
    expect(checkName('  My cats  ')).toBe('My cats');
  });
  test.each([
    ['', 'The name of a data set is to have 1 to 60 characters, found 0. Choose another name.'],
    ['   ', 'The name of a data set is to have 1 to 60 characters, found 0. Choose another name.'],
    ['a'.repeat(61), 'The name of a data set is to have 1 to 60 characters, found 61. Choose another name.'],
    [
      'a\u0000b',
      'The name of a data set is to have letters that can be seen, found control characters. Choose another name.',
    ],
    [
      'cats\u202egpj',
      'The name of a data set is to have letters that can be seen, found control characters. Choose another name.',
    ],
  ])('%j is refused', (name, message) => {
    expect(() => checkName(name)).toThrow(DataError);
    expect(() => checkName(name)).toThrow(message);
  });
});

describe('ownIdFor', () => {
  test.each([
    ['My cats!', 'own-my-cats'],
    ['Äpfel & Öl', 'own-apfel-ol'],
    ['猫', 'own-set'],
    ['../../etc/passwd', 'own-etc-passwd'],
    ['__proto__', 'own-proto'],
    ['C:\\cats', 'own-c-cats'],
    ['-', 'own-set'],
    [`${'a'.repeat(39)} b`, `own-${'a'.repeat(39)}`],
  ])('%j is kept as %s', (name, id) => {
    expect(ownIdFor(name, [])).toBe(id);
    expect(isOwn(id)).toBe(true);
  });
  test('a number makes it different from those that are there', () => {
    expect(ownIdFor('Cats', ['own-cats', 'own-cats-2', 'mnist'])).toBe('own-cats-3');
    expect(isOwn(ownIdFor('a'.repeat(60), [`own-${'a'.repeat(40)}`]))).toBe(true);
  });
});
