/**
 * The page's own fonts, inside of a drawing: a browser that makes a picture of an SVG file gives it none of the page's, and fetches none.
 *
 * Of the families that the drawing names, those faces are embedded that have one of its letters.
 */

/** `@font-face` rules with the font files in them; what cannot be had is left to the fallbacks. */
export async function embeddedFontFaces(drawing: SVGSVGElement): Promise<string> {
  const families = new Set(
    [drawing, ...drawing.querySelectorAll('[font-family]')].flatMap((element) =>
      (element.getAttribute('font-family') ?? '').split(',').map(withoutQuotes),
    ),
  );
  const letters = [...new Set(drawing.textContent)].map((letter) => letter.codePointAt(0) ?? 0);
  const rules = [...document.styleSheets]
    .flatMap(rulesOf)
    .filter(
      (rule): rule is CSSFontFaceRule =>
        rule instanceof CSSFontFaceRule &&
        families.has(withoutQuotes(rule.style.getPropertyValue('font-family'))) &&
        letters.some((letter) => isInRange(letter, rule.style.getPropertyValue('unicode-range'))),
    );
  return (await Promise.all(rules.map(embedded))).join('\n');
}

/** A sheet from elsewhere keeps its rules to itself. */
function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

function withoutQuotes(name: string): string {
  return name.trim().replace(/^["']|["']$/g, '');
}

/** `U+0000-00FF, U+0131`; nothing stands for every letter. */
function isInRange(letter: number, ranges: string): boolean {
  if (ranges === '') return true;
  return ranges.split(',').some((range) => {
    const [from = NaN, to = from] = range
      .trim()
      .replace(/^U\+/i, '')
      .split('-')
      .map((digits) => Number.parseInt(digits, 16));
    return letter >= from && letter <= to;
  });
}

async function embedded(rule: CSSFontFaceRule): Promise<string> {
  const address = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
  if (address === undefined) return '';
  try {
    const reply = await fetch(new URL(address, rule.parentStyleSheet?.href ?? document.baseURI));
    if (!reply.ok) return '';
    const bytes = new Uint8Array(await reply.arrayBuffer());
    let text = '';
    // In parts: a call takes so many arguments and no more.
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    const descriptors = ['font-family', 'font-style', 'font-weight', 'font-stretch', 'unicode-range'].flatMap(
      (name) => {
        const value = rule.style.getPropertyValue(name);
        return value === '' ? [] : [`${name}: ${value};`];
      },
    );
    return `@font-face { ${descriptors.join(' ')} src: url(data:font/woff2;base64,${btoa(text)}); }`;
  } catch {
    return '';
  }
}
