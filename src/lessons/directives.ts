/**
 * The directives of the lesson language: a closed set, declared once. `plugins/checkDirectives.ts` holds every lesson against it,
 * so that the plugins which give directives their meaning can rely on names, forms, places and required attributes.
 */

export type DirectiveForm = 'text' | 'leaf' | 'container';

export interface DirectiveRule {
  /** `:name[…]`, `::name{…}`, `:::name{…}`. */
  readonly forms: readonly DirectiveForm[];
  /** `any`: the attributes are checked elsewhere (a widget's own schema). */
  readonly attributes: readonly string[] | 'any';
  readonly required: readonly string[];
  /** The directive that must directly contain it; null: stands freely. */
  readonly inside: string | null;
  /** How it is written, shown to who wrote it otherwise. */
  readonly usage: string;
}

export const directives = {
  value: {
    forms: ['text'],
    attributes: ['digits', 'as'],
    required: [],
    inside: null,
    usage: ':value[lenet5.parameters]',
  },
  term: { forms: ['text'], attributes: ['of'], required: [], inside: null, usage: ':term[kernel]' },
  figure: { forms: ['text'], attributes: [], required: [], inside: null, usage: ':figure[trainer]' },
  widget: {
    forms: ['leaf', 'container'],
    attributes: 'any',
    required: ['name'],
    inside: null,
    usage: '::widget{#id name="trainer"}',
  },
  exercise: {
    forms: ['container'],
    attributes: ['id', 'title'],
    required: ['id', 'title'],
    inside: null,
    usage: '::::exercise{#id title="…"}',
  },
  hint: { forms: ['container'], attributes: [], required: [], inside: 'exercise', usage: ':::hint' },
  solution: { forms: ['container'], attributes: [], required: [], inside: 'exercise', usage: ':::solution' },
  quiz: {
    forms: ['container'],
    attributes: ['id', 'title'],
    required: ['id', 'title'],
    inside: null,
    usage: '::::quiz{#id title="…"}',
  },
  explanation: { forms: ['container'], attributes: [], required: [], inside: 'quiz', usage: ':::explanation' },
  definition: {
    forms: ['container'],
    attributes: ['term', 'also', 'chapter'],
    required: ['term'],
    inside: null,
    usage: ':::definition{term="…"}',
  },
  aside: { forms: ['container'], attributes: [], required: [], inside: null, usage: ':::aside' },
  slip: { forms: ['container'], attributes: [], required: [], inside: null, usage: ':::slip' },
  summary: { forms: ['container'], attributes: [], required: [], inside: null, usage: ':::summary' },
} as const satisfies Readonly<Record<string, DirectiveRule>>;

export type DirectiveName = keyof typeof directives;
export const directiveNames = Object.keys(directives) as DirectiveName[];

export function isDirectiveName(name: string): name is DirectiveName {
  return Object.hasOwn(directives, name);
}
