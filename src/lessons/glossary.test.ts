import { expect, test } from 'vitest';
import { parseGlossary } from './glossary';

const entry = (term: string, also: string) => `:::definition{term="${term}" also="${also}"}\nAbout *it*.\n:::\n`;

test('a term is found by all its spellings, whatever their case', () => {
  const glossary = parseGlossary(`${entry('stride', 'strides')}\n${entry('ReLU', '')}`, 'g.md');
  expect(glossary.terms.map(({ term }) => term)).toEqual(['ReLU', 'stride']);
  expect(glossary.find('Strides')).toEqual({
    term: 'stride',
    also: ['strides'],
    slug: 'stride',
    text: 'About it.',
    chapter: null,
  });
  expect(glossary.find('relu')?.slug).toBe('relu');
  expect(glossary.find('pace')).toBeUndefined();
});

test('a spelling stands for one term', () => {
  expect(() => parseGlossary(`${entry('stride', 'step')}\n${entry('step', '')}`, 'g.md')).toThrow(
    'g.md:5:1  glossary: expected every spelling once, found "step" for stride and for step',
  );
});
