/** A figure in a real page: still first, view when it comes near, rest when it is off screen, its own failures kept inside. */

import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ViewProps } from '../widgets/widget';

const loads = vi.hoisted(() => ({ count: 0, fails: false, breaks: false }));
vi.mock('./views', () => ({
  views: {
    trainer: () => {
      loads.count += 1;
      if (loads.fails) return Promise.reject(new Error('No connection'));
      const View = ({ id, visible }: ViewProps<unknown>) => {
        if (loads.breaks) throw new Error('It broke');
        return createElement('p', null, `${id} is ${visible ? 'on' : 'off'} screen`);
      };
      return Promise.resolve({ View });
    },
    'layer-table': null,
  },
}));
const { LessonWidget } = await import('./Widget');

let root: Root;
let host: HTMLElement;
beforeEach(() => {
  Object.assign(loads, { count: 0, fails: false, breaks: false });
  host = document.createElement('div');
  document.body.replaceChildren(host);
  root = createRoot(host);
  scrollTo(0, 0);
});
afterEach(() => root.unmount());

function show(name: string, above: number): void {
  const reservedHeightPx = name === 'trainer' ? { wide: 300, narrow: 500 } : null;
  const props = {
    name,
    id: 'one',
    number: 3,
    title: 'A figure',
    attributes: {},
    still: '<i>still</i>',
    reservedHeightPx,
  };
  root.render(
    <div style={{ paddingTop: `${above}px`, paddingBottom: '6000px' }}>
      <LessonWidget {...props} width="text">
        <p>The caption.</p>
      </LessonWidget>
    </div>,
  );
}
const figure = (): HTMLElement => document.querySelector('figure')!;

test('far below the screen it is a still with its caption, and nothing is loaded', async () => {
  show('trainer', 5000);
  await expect.poll(() => figure().textContent).toBe('stillFigure 3. The caption.');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(loads.count).toBe(0);
});

test('near the screen it is loaded, on the screen it is told so, off the screen it rests; its height stays', async () => {
  show('trainer', 5000);
  await expect.poll(() => figure().textContent).toContain('still');
  const heightOfStill = figure().getBoundingClientRect().height;
  expect(heightOfStill).toBeGreaterThanOrEqual(300);
  scrollTo(0, 5000 - innerHeight - 200);
  await expect.poll(() => figure().textContent).toContain('one is off screen');
  expect(figure().getBoundingClientRect().height).toBe(heightOfStill);
  scrollTo(0, 4900);
  await expect.poll(() => figure().textContent).toContain('one is on screen');
  scrollTo(0, 0);
  await expect.poll(() => figure().textContent).toContain('one is off screen');
  expect(loads.count).toBe(1);
});

test('once a figure is live, the others load ahead and rest until they are seen', async () => {
  const figureProps = { name: 'trainer', number: 1, title: 'A figure', attributes: {}, still: '<i>still</i>' } as const;
  const reservedHeightPx = { wide: 300, narrow: 500 };
  root.render(
    <div>
      <LessonWidget {...figureProps} id="first" reservedHeightPx={reservedHeightPx} width="text" />
      <div style={{ height: '6000px' }} />
      <LessonWidget {...figureProps} id="second" reservedHeightPx={reservedHeightPx} width="text" />
    </div>,
  );
  await expect.poll(() => document.querySelector('#second')?.textContent).toContain('second is off screen');
  expect(document.querySelector('#first')?.textContent).toContain('first is on screen');
});

test('a widget without a view stays a still', async () => {
  show('layer-table', 0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(figure().textContent).toBe('stillFigure 3. The caption.');
});

test('a figure without a number has no caption, and is named by its title', async () => {
  root.render(
    <LessonWidget
      {...{ name: 'trainer', id: 'judge', number: null, title: 'The judge', attributes: {}, still: '<i>still</i>' }}
      reservedHeightPx={{ wide: 60, narrow: 100 }}
      width="text"
    />,
  );
  await expect.poll(() => figure().textContent).toBe('judge is on screen');
  expect(figure().getAttribute('aria-label')).toBe('The judge');
});

test('what cannot be loaded is said, and tried again on request', async () => {
  loads.fails = true;
  show('trainer', 0);
  const words = 'This figure could not be loaded: No connection. The rest of the page is not affected.';
  await expect.poll(() => figure().textContent).toContain(words);
  expect(figure().textContent).toContain('still');
  loads.fails = false;
  figure().querySelector('button')!.click();
  await expect.poll(() => figure().textContent).toContain('one is on screen');
  expect(figure().textContent).not.toContain(words);
});

test('what breaks stays inside its figure, and is tried again on request', async () => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  loads.breaks = true;
  show('trainer', 0);
  const words = 'This figure stopped working: It broke. The rest of the page is not affected.';
  await expect.poll(() => figure().textContent).toContain(words);
  expect(figure().textContent).toContain('The caption.');
  loads.breaks = false;
  figure().querySelector('button')!.click();
  await expect.poll(() => figure().textContent).toContain('one is on screen');
  silent.mockRestore();
});
