/** Everything that can be wrong in a lesson, with the very words that its author reads. */

import { describe, expect, test } from 'vitest';
import { zoo } from '../network/zoo';
import { LessonError } from './problem';
import { testContent } from './testing/fixture';

const content = testContent();
const networks = zoo.map(({ name }) => name).join(', ');

async function messageOf(
  text: string,
  kind: 'lesson' | 'example' | 'glossary' = 'example',
  slug = 'small',
): Promise<string> {
  try {
    await content.compile({ path: 'a.md', text, kind, slug, inBook: true }, 'components');
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'no problem';
}

const more = 'A block that contains another needs one colon more than it; a name follows the colons at once.';
const directiveList =
  'one of value, term, figure, widget, exercise, hint, solution, quiz, explanation, definition, aside, slip, summary';
const colons = 'If the colons belong to the prose, write \\: for each.';
const quizNext = 'Write a question, a list with - [ ] and one - [x], then :::explanation.';
const names =
  'one of connection-table, cover-network, dataset-viewer, digit-pad, goal, layer-table, network-explorer, output-bitmaps, right-and-wrong, trainer, picture';

const cases: readonly (readonly [what: string, text: string, message: string])[] = [
  [
    'a misspelt directive',
    'One\n\n:::exercize{#a title="b"}\nx\n:::',
    `a.md:3:1  directive: expected ${directiveList}, found "exercize"; did you mean "exercise"? ${colons}`,
  ],
  [
    'a misspelt text directive',
    'The number :valeu[lenet5.parameters].',
    `a.md:1:12  directive: expected ${directiveList}, found "valeu"; did you mean "value"? ${colons}`,
  ],
  [
    'a directive that resembles none of ours',
    '::youtube{id=x}',
    `a.md:1:1  directive: expected ${directiveList}, found "youtube". ${colons}`,
  ],
  [
    'a directive in the wrong form',
    'A :widget[trainer].',
    'a.md:1:3  widget: expected a line of its own, with two colons, or a block, with three colons or more, found a word in a line, with one colon. Write ::widget{#id name="trainer"}.',
  ],
  [
    'a hint without an exercise',
    ':::hint\nx\n:::',
    'a.md:1:1  hint: expected a place directly inside :::exercise, found it elsewhere. The block around it needs one colon more than it.',
  ],
  [
    'a block that is not closed',
    ':::aside\nx',
    'a.md:1:1  aside: expected a closing line of colons, found none before the text around it ends. If it contains another block, it needs one colon more than that one.',
  ],
  [
    'a line of colons that closes nothing',
    'x\n\n:::',
    `a.md:3:1  directive: expected a block that this line opens or closes, found ":::" on its own. ${more}`,
  ],
  [
    'words where none belong',
    ':::aside[Note]\nx\n:::',
    'a.md:1:1  aside: expected no words in [ ], found some. Write :::aside.',
  ],
  [
    'no words where some belong',
    'A :term{of="kernel"}.',
    'a.md:1:3  term: expected words in [ ], found none. Write :term[kernel].',
  ],
  [
    'an address after a term',
    'A :term[kernel](there).',
    'a.md:1:16  term: expected no ( ) after the words, found "(there)". What follows the words stands in braces: :term[words]{of="term"}.',
  ],
  [
    'an unknown attribute',
    ':::exercise{#a titel="b"}\nx\n:::',
    [
      'a.md:1:1  exercise: expected title="…", found none. Write ::::exercise{#id title="…"}.',
      'a.md:1:16  exercise: expected an attribute, one of id, title, found "titel"; did you mean "title"?',
    ].join('\n'),
  ],
  [
    'an attribute where none belongs',
    ':::aside{tone=dark}\nx\n:::',
    'a.md:1:10  aside: expected no attribute, found "tone"',
  ],
  [
    'HTML',
    'Some <b>bold</b> text.',
    [6, 13]
      .map(
        (column) =>
          `a.md:1:${column}  lesson: expected Markdown and directives, found HTML, ${column === 6 ? '<b>' : '</b>'}. A less-than sign in prose is written \\<; a figure is a ::widget{…}.`,
      )
      .join('\n'),
  ],
  [
    'JSX',
    '<Trainer run="x" />',
    'a.md:1:1  lesson: expected Markdown and directives, found HTML, <Trainer run="x" />. A less-than sign in prose is written \\<; a figure is a ::widget{…}.',
  ],
  [
    'a value of an unknown network',
    'x :value[lenet.parameters]',
    `a.md:1:10  value: expected a name from values: or a network, one of ${networks}, found "lenet.parameters"; did you mean "lenet5.parameters"?`,
  ],
  [
    'a value of an unknown layer',
    ':value[lenet5.conv3.shape]',
    'a.md:1:8  value: expected a layer of lenet5, one of conv1, relu1, pool1, conv2, relu2, pool2, flatten, dense1, relu3, dense2, relu4, dense3, found "conv3"; did you mean "conv1"?',
  ],
  [
    'an unknown fact of a layer',
    ':value[lenet5.conv1.param]',
    'a.md:1:8  value: expected one of parameters, connections, multiplyAdds, activationBytes, receptiveField, shape, height, width, channels, found "param" in "lenet5.conv1.param"',
  ],
  ['broken arithmetic', ':value[2 * (3 + ]', 'a.md:1:16  value: expected a number or a name, found the end'],
  [
    'an unknown style',
    ':value[1]{as=percents}',
    'a.md:1:11  value: expected one of number, percent, plain, found "percents"; did you mean "percent"?',
  ],
  ['wrong digits', ':value[1]{digits=many}', 'a.md:1:11  value: expected digits from 0 to 9, found "many"'],
  [
    'an unknown term',
    'A :term[kernle].',
    'a.md:1:9  term: expected one of kernel, kernels, filter, "receptive field", "receptive fields", found "kernle"; did you mean "kernel"? Terms are defined in content/glossary.md.',
  ],
  [
    'an unknown term behind other words',
    'A :term[thing]{of="receptive feild"}.',
    'a.md:1:16  term: expected one of kernel, kernels, filter, "receptive field", "receptive fields", found "receptive feild"; did you mean "receptive field"? Terms are defined in content/glossary.md.',
  ],
  [
    'an unknown citation',
    'See [@hubel1962; @lecun1989].',
    'a.md:1:18  citation: expected one of hubel1962, lecun1998, found "lecun1989"; did you mean "lecun1998"? Works are listed in content/references.bib.',
  ],
  [
    'an unknown citation in the sentence',
    'As @hubel1926 say',
    'a.md:1:4  citation: expected one of hubel1962, lecun1998, found "hubel1926"; did you mean "hubel1962"? Works are listed in content/references.bib.',
  ],
  [
    'a citation that is none',
    'See [@hubel1962, @lecun1998 and more; lecun1998].',
    'a.md:1:5  citation: expected @key or @key, place, found "lecun1998". Several are separated by semicolons, a place in one follows a comma.',
  ],
  [
    'a definition of an unknown term',
    ':::definition{term="kernal"}\nx\n:::',
    'a.md:1:15  definition: expected one of kernel, kernels, filter, "receptive field", "receptive fields", found "kernal"; did you mean "kernel"? Define it in content/glossary.md too.',
  ],
  [
    'what belongs into the glossary',
    ':::definition{term="kernel" also="x"}\nx\n:::',
    'a.md:1:29  definition: expected only term in a lesson, found "also". It belongs into content/glossary.md.',
  ],
  [
    'a quiz without answers',
    ':::quiz{#a title="b"}\nx\n:::',
    `a.md:1:1  quiz: expected a list of answers, - [ ] and - [x], found none. ${quizNext}`,
  ],
  [
    'a quiz with two right answers',
    '::::quiz{#a title="b"}\nx\n\n- [x] a\n- [x] b\n\n:::explanation\ny\n:::\n::::',
    `a.md:4:1  quiz: expected exactly one right answer, - [x], found 2. ${quizNext}`,
  ],
  [
    'a quiz with one answer',
    '::::quiz{#a title="b"}\nx\n\n- [x] a\n\n:::explanation\ny\n:::\n::::',
    `a.md:4:1  quiz: expected at least two answers, found 1. ${quizNext}`,
  ],
  [
    'a quiz with a stray answer',
    '::::quiz{#a title="b"}\nx\n\n- [x] a\n- b\n\n:::explanation\ny\n:::\n::::',
    `a.md:5:1  quiz: expected every answer with - [ ] or - [x], found one without. ${quizNext}`,
  ],
  [
    'a quiz without a question or explanation',
    ':::quiz{#a title="b"}\n- [x] a\n- [ ] b\n:::',
    [
      `a.md:1:1  quiz: expected a question before the answers, found none. ${quizNext}`,
      `a.md:1:1  quiz: expected :::explanation after the answers, and nothing after it, found none. ${quizNext}`,
    ].join('\n'),
  ],
  [
    'a hint after the solution',
    '::::exercise{#a title="b"}\nx\n\n:::solution\ny\n:::\n\n:::hint\nz\n:::\n\nw\n::::',
    [
      'a.md:8:1  exercise: expected the question, hints, then one solution, found a hint after the solution',
      'a.md:12:1  exercise: expected the question, hints, then one solution, found text after a hint or the solution',
    ].join('\n'),
  ],
  [
    'an unknown widget',
    '::widget{#a name="trainr"}',
    `a.md:1:13  widget: expected ${names}, found "trainr"; did you mean "trainer"? The widgets are listed in content/README.md.`,
  ],
  [
    'a widget without a name',
    '::widget{#a}',
    'a.md:1:1  widget: expected name="…", found none. Write ::widget{#id name="trainer"}.',
  ],
  [
    'an unknown attribute of a widget',
    '::widget{#a name="picture" size="3" tonne="dark"}',
    'a.md:1:37  widget picture: expected one of size, tone, found "tonne"; did you mean "tone"?',
  ],
  [
    'a wrong value of an attribute',
    '::widget{#a name="picture" size="3" tone="drak"}',
    'a.md:1:37  widget picture › tone: expected one of light, dark, found "drak"; did you mean "dark"?',
  ],
  [
    'an attribute that is no number',
    '::widget{#a name="picture" size="big"}',
    'a.md:1:28  widget picture › size: expected a number, found "big"',
  ],
  [
    'an attribute that is too small',
    '::widget{#a name="picture" size="0"}',
    'a.md:1:28  widget picture › size: expected at least 1, found "0"',
  ],
  [
    'an attribute that is missing',
    '::widget{#a name="picture"}',
    'a.md:1:1  widget picture › size: expected a number, found nothing',
  ],
  [
    'a wrong value in a yaml block',
    ':::widget{#a name="picture"}\n```yaml\nsize: 3\ntone: grey\n```\n:::',
    'a.md:4:1  widget picture › tone: expected one of light, dark, found "grey"',
  ],
  [
    'YAML that is none',
    ':::widget{#a name="picture"}\n```yaml\nsize: "3\n```\n:::',
    'a.md:3:9  widget: expected YAML, found something else: Missing closing "quote. Text with a colon, a quote or a # in it stands in quotes.',
  ],
  [
    'two captions',
    ':::widget{#a name="picture" size="1" caption="x"}\ny\n:::',
    [
      'a.md:1:38  widget: expected one caption, found one as attribute and one inside',
      'a.md:1:38  widget picture: expected one of size, tone, found "caption"',
    ].join('\n'),
  ],
  [
    'a caption under what has no number',
    ':::widget{#a name="goal" run="r" accuracy="0.9" steps="10"}\ny\n:::',
    'a.md:1:1  widget goal: expected no caption, for it has no number, found one',
  ],
  [
    'a caption that is no paragraph',
    ':::widget{#a name="picture" size="1"}\n- x\n:::',
    'a.md:2:1  widget: expected paragraphs as its caption, found a list',
  ],
  [
    'a place in a caption that is an attribute',
    'x\n\n::widget{#a name="picture" size="1" caption="See :term[kernal]."}',
    'a.md:3:56  term: expected one of kernel, kernels, filter, "receptive field", "receptive fields", found "kernal"; did you mean "kernel"? Terms are defined in content/glossary.md.',
  ],
  [
    'an unknown figure',
    '::widget{#one name="picture" size="1"}\n\n:figure[oen]',
    'a.md:3:9  figure: expected one, found "oen"; did you mean "one"?',
  ],
  [
    'an address twice',
    '## One\n\n::widget{#one name="picture" size="1"}',
    'a.md:3:10  widget: expected every #id once on a page, found "one", taken on line 1. Give one of the two another #id.',
  ],
  [
    'a title in the text',
    '# One',
    'a.md:1:1  heading: expected ## or deeper, found #. The title comes from the head of the file.',
  ],
  ['a level left out', '## One\n\n#### Two', 'a.md:3:1  heading: expected at most ### here, found ####'],
  [
    'a heading too deep',
    '## One\n\n### Two\n\n#### Three\n\n##### Four',
    'a.md:7:1  heading: expected at most ####, found #####',
  ],
  [
    'a link to nowhere on the page',
    '## One\n\n[x](#oen)',
    'a.md:3:5  link: expected an address on this page, #one, found "#oen"; did you mean "#one"?',
  ],
  [
    'a link to nowhere on another page',
    '[x](/chapters/small/#the-edn)',
    'a.md:1:5  link: expected an address on /chapters/small/, one of #picture, #the-end, #works-cited, #ref-lecun1998, found "#the-edn"; did you mean "#the-end"?',
  ],
  [
    'a link to no page',
    '[x](/chapters/smal/)',
    'a.md:1:5  link: expected a page of the book, found "/chapters/smal/"; did you mean "/chapters/small/"? Addresses begin and end with a slash; outside the book they begin with https://.',
  ],
  [
    'a link by reference',
    '[x][y]\n\n[y]: https://example.org',
    'a.md:3:1  link: expected [words](address), found an address of its own, [y]:. Write [words](address) where the words stand.',
  ],
  [
    'an image',
    '![x](y.png)',
    'a.md:1:1  image: expected a widget, found an image. A picture is a widget, drawn from data, so that it can be read in both themes.',
  ],
  [
    'a wrong formula',
    'The sum $a + \\sun b$.',
    'a.md:1:14  formula: expected a formula that KaTeX can set, found Undefined control sequence: \\sun',
  ],
  [
    'a wrong displayed formula',
    'x\n\n$$\na = \\frac{1}{2\n$$',
    `a.md:4:15  formula: expected a formula that KaTeX can set, found Unexpected end of input in a macro argument, expected '}'`,
  ],
  [
    'a sign in a formula that TeX does not have',
    '$a ☃ b$',
    'a.md:1:4  formula: expected a formula that KaTeX can set, found Unrecognized Unicode character "☃" (9731)',
  ],
  [
    'a wrong value in a formula',
    '$n = \\value{lenet5.parameter}$',
    'a.md:1:13  value: expected one of parameters, connections, multiplyAdds, parameterBytes, found "parameter" in "lenet5.parameter"; did you mean "parameters"?',
  ],
  [
    'an unknown language',
    '```pyton\nx\n```',
    'a.md:1:1  code: expected a language that Shiki knows, found "pyton"; did you mean "python"? Write text for none.',
  ],
];

describe('what an author reads', () => {
  test.each(cases)('%s', async (_, text, message) => {
    expect(await messageOf(text)).toBe(message);
  });
});

const head = `---
title: A small lesson
part: 1
order: 1
minutes: 5
objectives: [One., Two.]
prerequisites: []
summary: S.
---
`;

describe('the head of a lesson', () => {
  test('is right as it stands', async () => expect(await messageOf(head, 'lesson')).toBe('no problem'));
  test.each([
    [
      'missing',
      'Text.',
      'a.md:1:1  front matter: expected a head between --- lines, found none. Begin the file with --- lines around title, part, order and so on: see content/README.md.',
    ],
    [
      'a field missing',
      head.replace('summary: S.\n', ''),
      'a.md:2:1  front matter › summary: expected text, found nothing',
    ],
    [
      'a field misspelt',
      head.replace('minutes: 5', 'minutes: 5\nobjektives: x'),
      'a.md:6:13  front matter: expected one of title, part, order, minutes, objectives, prerequisites, summary, values, found "objektives"; did you mean "objectives"?',
    ],
    [
      'of the wrong kind',
      head.replace('minutes: 5', 'minutes: long'),
      'a.md:5:10  front matter › minutes: expected a number, found "long"',
    ],
    [
      'too large',
      head.replace('minutes: 5', 'minutes: 90'),
      'a.md:5:10  front matter › minutes: expected at most 60, found 90',
    ],
    [
      'too few objectives',
      head.replace('[One., Two.]', '[One.]'),
      'a.md:6:13  front matter › objectives: expected at least 2 entries, found 1',
    ],
    [
      'another title than the book',
      head.replace('A small lesson', 'A lesson'),
      'a.md:2:8  front matter › title: expected "A small lesson" as in content/book.yaml, found "A lesson"',
    ],
    [
      'another number',
      head.replace('order: 1', 'order: 2'),
      'a.md:4:8  front matter › order: expected 1 as in content/book.yaml, found 2',
    ],
    [
      'an unknown prerequisite',
      head.replace('prerequisites: []', 'prerequisites: [latre]'),
      'a.md:7:17  front matter › prerequisites: expected the slug of a chapter in content/book.yaml, found "latre"; did you mean "later"?',
    ],
    [
      'YAML that is none',
      head.replace('summary: S.', 'summary: a: b'),
      'a.md:8:10  front matter: expected YAML, found something else: Nested mappings are not allowed in compact mappings. Text with a colon, a quote or a # in it stands in quotes.',
    ],
    [
      'arithmetic on an unknown name',
      head.replace('summary: S.', 'summary: S.\nvalues:\n  a: 2 * 3\n  b: a + c'),
      `a.md:11:10  front matter › values › b: expected a name from values: or a network, one of ${networks}, found "c"; did you mean "a"?`,
    ],
    [
      'arithmetic without a finite result',
      head.replace('summary: S.', 'summary: S.\nvalues:\n  a: 1 / 0'),
      'a.md:10:6  front matter › values › a: expected a finite number, found Infinity',
    ],
    [
      'a value that cannot be named',
      head.replace('summary: S.', 'summary: S.\nvalues:\n  a-b: 1'),
      'a.md:10:8  front matter › values › a-b: expected a name of letters and digits that no network has, found "a-b"',
    ],
  ])('%s', async (_, text, message) => expect(await messageOf(text, 'lesson')).toBe(message));

  test('of a chapter that the book does not have', async () => {
    expect(await messageOf(head, 'lesson', 'smal')).toBe(
      'a.md:2:1  front matter: expected a chapter of content/book.yaml, found the file "smal.md"; did you mean "small"? The file is named after its slug.',
    );
  });
});

test('the glossary names chapters of the book', async () => {
  const text = '---\ntitle: G\nsummary: s\n---\n\n:::definition{term="kernel" chapter="smal"}\nx\n:::';
  expect(await messageOf(text, 'glossary')).toBe(
    'a.md:6:29  definition: expected one of small, later, found "smal"; did you mean "small"?',
  );
});

test('all problems of a page are told at once, in the order of the text', async () => {
  const message = await messageOf('A :term[kernle].\n\n[x](#y)\n\n::widget{name="trainr"}');
  expect(message.split('\n').map((line) => line.slice(0, 10))).toEqual(['a.md:1:9  ', 'a.md:3:5  ', 'a.md:5:10 ']);
});
