/** A drawn figure leaves the page as a file that needs nothing of the page. */

import monoFont from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LineChart } from './LineChart';
import { pngBlob, saveFile, svgText } from './exportFigure';
import type { Panel } from './lineChartModel';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('div');
  place.style.cssText = 'width: 640px; background: rgb(251, 249, 244); --hairline: rgb(217, 210, 196); --ink: #1e1a16';
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

const losses = [2.3, 1.1, 0.6, 0.4, 0.35];
const panels = (label = 'training'): readonly Panel[] => [
  {
    title: 'loss',
    scale: 'linear',
    format: String,
    series: [{ label, tone: 'second', count: 5, x: (index) => index * 20, y: (index) => losses[index] ?? NaN }],
  },
];

async function drawn(node: ReactNode): Promise<SVGSVGElement> {
  flushSync(() => root.render(node));
  await expect.poll(() => place.querySelector('svg path[d^="M"], svg[width]')).not.toBeNull();
  const svg = place.querySelector('svg');
  if (svg === null) throw new Error('nothing was drawn');
  return svg;
}
const chart = (shown = panels()): Promise<SVGSVGElement> =>
  drawn(<LineChart label="Loss" panels={shown} xTitle="step" formatX={String} emptyText="" />);

function parsed(text: string): Document {
  const read = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(read.querySelector('parsererror')).toBeNull();
  return read;
}

describe('SVG', () => {
  test('the file has the same paths and words, its colours as numbers, and points to nothing outside', async () => {
    const svg = await chart();
    const text = svgText(svg);
    const read = parsed(text);
    const paths = (within: ParentNode): (string | null)[] =>
      [...within.querySelectorAll('path')].map((path) => path.getAttribute('d'));
    expect(paths(read)).toEqual(paths(svg));
    expect(paths(read)[0]).toMatch(/^M0[. ]/);
    expect([...read.querySelectorAll('text')].map(({ textContent }) => textContent)).toEqual(
      [...svg.querySelectorAll('text')].map(({ textContent }) => textContent),
    );
    expect(text).not.toMatch(/var\(|currentcolor|light-dark|class=|href|url\(|@import|<script/i);
    const addresses = text.match(/https?:[^"]*/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
    const paper = read.documentElement.firstElementChild;
    expect(paper?.getAttribute('fill')).toBe('rgb(251, 249, 244)');
  });

  test('without the page’s style sheets every element looks as it did in the page', async () => {
    const svg = await chart();
    const properties = [
      'fill',
      'stroke',
      'strokeWidth',
      'strokeDasharray',
      'fontSize',
      'fontFamily',
      'textAnchor',
    ] as const;
    const looks = (within: Element): readonly string[] =>
      [...within.querySelectorAll('path, line, circle, text')].map((element) => {
        const style = getComputedStyle(element);
        return [element.localName, ...properties.map((property) => style[property])].join(' ');
      });
    const before = looks(svg);
    const frame = document.createElement('iframe');
    frame.srcdoc = svgText(svg);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    const copy = frame.contentDocument?.querySelector('svg');
    if (copy === null || copy === undefined) throw new Error('the file was not read');
    expect(looks(copy)).toEqual(before);
    expect(before.some((look) => look.includes('5px, 3.5px'))).toBe(true);
  });

  test('what hangs over the edge is inside the file’s frame', async () => {
    const svg = await chart(panels('a name that is far too long for the margin beside the curves'));
    const [x = 0, , width = 0] = (parsed(svgText(svg)).documentElement.getAttribute('viewBox') ?? '')
      .split(' ')
      .map(Number);
    const { x: left, width: drawnWidth } = svg.getBBox();
    expect(drawnWidth).toBeGreaterThan(640);
    expect(x + width).toBeGreaterThan(left + drawnWidth);
  });

  test('a hostile name stays text, also one with signs that XML has no room for', async () => {
    const name = '</text><script>alert(1)</script>\u0000\u000b&"\ud800';
    const text = svgText(await chart(panels(name)));
    const words = [...parsed(text).querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(words).toContain('</text><script>alert(1)</script>&"');
  });

  test.each([
    [
      <foreignObject key="a" />,
      'internal: expected a drawing of SVG elements only, found <foreignObject> in the figure.',
    ],
    [
      <image key="b" href="https://example.org/a.png" />,
      'internal: expected a drawing that stands alone, found <image> that points to https://example.org/a.png.',
    ],
  ])('what would not stand alone is refused', async (inside, message) => {
    const svg = await drawn(
      <svg width="100" height="50">
        {inside}
      </svg>,
    );
    expect(() => svgText(svg)).toThrow(message);
  });
});

describe('PNG', () => {
  test.each([1, 2, 3])('at scale %i it has that many pixels for each of the screen', async (scale) => {
    const svg = await chart();
    const blob = await pngBlob(svg, scale);
    expect(blob.type).toBe('image/png');
    const bitmap = await createImageBitmap(blob);
    const size = parsed(svgText(svg)).documentElement;
    expect([bitmap.width, bitmap.height]).toEqual(
      ['width', 'height'].map((name) => Math.round(Number(size.getAttribute(name)) * scale)),
    );
    expect(bitmap.width).toBeGreaterThanOrEqual(656 * scale);
  });

  test('it shows the drawing on its ground', async () => {
    const svg = await drawn(
      <svg width="40" height="20">
        <rect x="0" y="0" width="40" height="20" style={{ fill: 'rgb(10, 200, 30)' }} />
      </svg>,
    );
    const bitmap = await createImageBitmap(await pngBlob(svg, 2));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixel = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])];
    expect(pixel(1, 1)).toEqual([251, 249, 244, 255]);
    expect(pixel(56, 36)).toEqual([10, 200, 30, 255]);
  });

  test('its words are in the page’s own font, which the picture holds', async () => {
    const face = document.createElement('style');
    face.textContent = `@font-face { font-family: 'Test Mono'; src: url('${monoFont}') format('woff2'); }`;
    document.head.append(face);
    await document.fonts.load('16px "Test Mono"');
    const pictureOf = async (family: string): Promise<string> => {
      const svg = await drawn(
        <svg width="300" height="30">
          <text y="20" style={{ fontFamily: `${family}, sans-serif` }}>
            illi illi illi
          </text>
        </svg>,
      );
      return new Uint8Array(await (await pngBlob(svg, 1)).arrayBuffer()).join(' ');
    };
    const withFace = await pictureOf("'Test Mono'");
    face.remove();
    expect(withFace).not.toBe(await pictureOf("'Test Mono'"));
  });

  test('what is too large for the browser is said', async () => {
    const svg = await chart();
    await expect(pngBlob(svg, 1000)).rejects.toThrow(
      /^The figure could not be drawn as a picture of \d+ × \d+ pixels\. Save it as SVG instead\.$/,
    );
  });
});

test('a file is handed over under a name that every file system takes', async () => {
  const saved: { name: string; text: Promise<string> }[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: fetch(this.href).then((reply) => reply.text()) });
  });
  saveFile('lr: 0.1/0.2 "best"\n.csv', new Blob(['step']));
  click.mockRestore();
  expect(saved.map(({ name }) => name)).toEqual(['lr- 0.1-0.2 -best-.csv']);
  expect(await saved[0]?.text).toBe('step');
});
