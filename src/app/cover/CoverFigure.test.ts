import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { definition } from '../../widgets/cover-network/schema';

test('the cover keeps the space that its figure asks for', () => {
  const css = readFileSync(new URL('CoverFigure.module.css', import.meta.url), 'utf8');
  const [narrow, wide] = [...css.matchAll(/min-height: (\d+)px/g)].map((match) => Number(match[1]));
  expect({ narrow, wide }).toEqual(definition.reservedHeightPx);
});
