/**
 * A drawn figure as a file: SVG that stands alone, or PNG; and the one way in which this book hands any file to its reader.
 *
 * Picture: the drawing is copied element by element, and what style sheets said about each is written onto the copy, as far as it
 * differs from what the element inherits there anyway. So the file looks the same without the page: theme's colours as numbers, fonts
 * by name with their fallbacks, the theme's paper as background, and what hangs over the drawing's edge inside the frame.
 *
 * Deliberately not here: HTML inside a drawing and pictures that lie in other files. A drawing that needs them is refused.
 */

import { embeddedFontFaces } from './fontFaces';

/** Those of a drawing's properties that SVG knows as attributes, with their initial values; what is inherited starts at the root so. */
const attributesInherited = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  'fill-rule': 'nonzero',
  stroke: 'none',
  'stroke-opacity': '1',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-miterlimit': '4',
  'font-family': '',
  'font-size': '',
  'font-style': 'normal',
  'font-weight': '400',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
  'paint-order': 'normal',
  'shape-rendering': 'auto',
  visibility: 'visible',
} as const;
const attributesOwn = { opacity: '1', 'dominant-baseline': 'auto', display: 'inline' } as const;
/** Understood only in a style. */
const stylesInherited = { 'font-variant-numeric': 'normal' } as const;

const marginPx = 8;
const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * The drawing as the text of an SVG file of its own, with a margin around it.
 *
 * @throws Error when it holds something that a file of its own could not show
 */
export function svgText(svg: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(standAlone(svg).copy);
}

/**
 * The drawing as a PNG, `scale` pixels for each pixel on the screen.
 *
 * @throws Error when the browser cannot draw it
 */
export async function pngBlob(svg: SVGSVGElement, scale: number): Promise<Blob> {
  const { copy, widthPx, heightPx } = standAlone(svg);
  const style = document.createElementNS(svgNamespace, 'style');
  style.textContent = await embeddedFontFaces(copy);
  copy.prepend(style);
  const address = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(widthPx * scale);
    canvas.height = Math.round(heightPx * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob !== null) return blob;
  } catch {
    // Said below, in words of ours.
  } finally {
    URL.revokeObjectURL(address);
  }
  throw new Error(
    `The figure could not be drawn as a picture of ${Math.round(widthPx * scale)} × ${Math.round(heightPx * scale)} pixels. Save it as SVG instead.`,
  );
}

/** Hands a file over to the reader, as the browser saves files. Signs that file systems keep for themselves become hyphens. */
export function saveFile(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-');
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

interface StandAlone {
  readonly copy: SVGSVGElement;
  readonly widthPx: number;
  readonly heightPx: number;
}

function standAlone(svg: SVGSVGElement): StandAlone {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyles(svg, copy, null);
  const { box, pxPerUnit } = frameOf(svg);
  const margin = marginPx / pxPerUnit;
  const place = {
    x: rounded(box.x - margin),
    y: rounded(box.y - margin),
    width: rounded(box.width + 2 * margin),
    height: rounded(box.height + 2 * margin),
  };
  const [widthPx, heightPx] = [rounded(place.width * pxPerUnit), rounded(place.height * pxPerUnit)];
  copy.setAttribute('xmlns', svgNamespace);
  copy.setAttribute('viewBox', Object.values(place).join(' '));
  copy.setAttribute('width', String(widthPx));
  copy.setAttribute('height', String(heightPx));
  const paper = document.createElementNS(svgNamespace, 'rect');
  const look = { ...place, fill: backgroundOf(svg), stroke: 'none' };
  for (const [name, value] of Object.entries(look)) paper.setAttribute(name, String(value));
  copy.prepend(paper);
  return { copy, widthPx, heightPx };
}

/** What the drawing covers, in its own units: its frame, and what hangs over. */
function frameOf(svg: SVGSVGElement): { readonly box: DOMRect; readonly pxPerUnit: number } {
  const { width: widthPx, height: heightPx } = svg.getBoundingClientRect();
  const { baseVal: viewBox } = svg.viewBox;
  const hasViewBox = svg.hasAttribute('viewBox') && viewBox.width > 0;
  const frame = hasViewBox
    ? new DOMRect(viewBox.x, viewBox.y, viewBox.width, viewBox.height)
    : new DOMRect(0, 0, widthPx, heightPx);
  const drawn = svg.getBBox();
  const left = Math.min(frame.left, drawn.x);
  const top = Math.min(frame.top, drawn.y);
  const right = Math.max(frame.right, drawn.x + drawn.width);
  const bottom = Math.max(frame.bottom, drawn.y + drawn.height);
  return {
    box: new DOMRect(left, top, right - left, bottom - top),
    pxPerUnit: hasViewBox && widthPx > 0 ? widthPx / frame.width : 1,
  };
}

/** The first ground behind the drawing that is not transparent. */
function backgroundOf(svg: SVGSVGElement): string {
  for (let element: Element | null = svg; element !== null; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
}

/** Writes onto `copy` what the page's styles say about `element`; `parent` is the style that `copy` inherits, null at the root. */
function inlineStyles(element: Element, copy: Element, parent: CSSStyleDeclaration | null): void {
  if (!(element instanceof SVGElement) || element.localName === 'foreignObject' || element.localName === 'script') {
    throw new Error(`internal: expected a drawing of SVG elements only, found <${element.localName}> in the figure.`);
  }
  const address = element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? '#';
  if (!address.startsWith('#') && !address.startsWith('data:image/')) {
    throw new Error(
      `internal: expected a drawing that stands alone, found <${element.localName}> that points to ${address}.`,
    );
  }
  const style = getComputedStyle(element);
  for (const name of [...copy.getAttributeNames()]) {
    if (name === 'class' || name === 'style' || name.startsWith('data-') || name.startsWith('aria-'))
      copy.removeAttribute(name);
  }
  const differs = (name: string, initial: string): boolean =>
    style.getPropertyValue(name) !== (parent?.getPropertyValue(name) ?? initial);
  for (const [name, initial] of Object.entries(attributesInherited)) {
    if (differs(name, initial)) copy.setAttribute(name, style.getPropertyValue(name));
    else copy.removeAttribute(name);
  }
  for (const [name, initial] of Object.entries(attributesOwn)) {
    const value = style.getPropertyValue(name);
    // Whether the drawing is a block or in the line of a text means nothing in a file.
    if (value === initial || (name === 'display' && value !== 'none')) copy.removeAttribute(name);
    else copy.setAttribute(name, value);
  }
  const styles = Object.entries(stylesInherited)
    .filter(([name, initial]) => differs(name, initial))
    .map(([name]) => `${name}: ${style.getPropertyValue(name)}`);
  if (styles.length > 0) copy.setAttribute('style', styles.join('; '));
  for (const node of copy.childNodes) {
    if (node instanceof Text) node.data = node.data.replace(notXml, '');
  }
  const copies = [...copy.children];
  [...element.children].forEach((child, index) => {
    const childCopy = copies[index];
    if (childCopy !== undefined) inlineStyles(child, childCopy, style);
  });
}

/** Signs that no XML file may hold, not even escaped. */
const notXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
