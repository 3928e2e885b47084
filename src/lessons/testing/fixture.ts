/** The small book of tests/fixtures/lessons, with one made-up widget beside the real ones. Only for tests. */

import { join } from 'node:path';
import { createElement, type ReactNode } from 'react';
import { z } from 'zod';
import { type Content, createContent } from '../content';
import { registerWidget, type Widgets } from '../registeredWidget';
import { widgets as registered } from '../registry';

export const root = join(import.meta.dirname, '../../..');
export const fixtures = 'tests/fixtures/lessons';

const Still = ({ attributes }: { readonly attributes: { readonly size: number } }): ReactNode =>
  createElement('i', null, `${attributes.size} × ${attributes.size}`);

export const testWidgets: Widgets = {
  ...registered,
  picture: registerWidget(
    {
      name: 'picture',
      title: 'A picture',
      attributes: z.strictObject({
        size: z.coerce.number().int().min(1),
        tone: z.enum(['light', 'dark']).default('light'),
      }),
      reservedHeightPx: { wide: 100, narrow: 200 },
      width: 'text',
    },
    Still,
  ),
};

export function testContent(): Content {
  return createContent({ root, folder: `${fixtures}/content`, widgets: testWidgets });
}
