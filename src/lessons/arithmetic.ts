/**
 * The arithmetic of `:value[…]` and `values:`: numbers, names, `+ − * / ^ ( )`, `floor`, `round`. A name may hold hyphens and dots
 * (`lenet5-1998.C3.parameters`), so a minus has spaces around it. There is nothing else in it, and nothing that can run.
 */

import { nearestName } from './nearestName';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string; readonly offset: number }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

const functions = { floor: Math.floor, round: Math.round } as const;
type FunctionName = keyof typeof functions;
const operators = {
  '+': { binds: 1, apply: (a: number, b: number) => a + b },
  '-': { binds: 1, apply: (a: number, b: number) => a - b },
  '*': { binds: 2, apply: (a: number, b: number) => a * b },
  '/': { binds: 2, apply: (a: number, b: number) => a / b },
  '^': { binds: 3, apply: (a: number, b: number) => a ** b },
} as const;
type Operator = keyof typeof operators;

/** A mistake in an expression, at an offset into its text. */
export class ArithmeticError extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
    readonly found: string,
    readonly nearest?: string,
  ) {
    super(`expected ${expected}, found ${found}`);
    this.name = 'ArithmeticError';
  }
}

interface Token {
  readonly kind: 'number' | 'name' | 'sign';
  readonly text: string;
  readonly offset: number;
}

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([A-Za-z][\w]*(?:[-.]\w+)*)|([-+*/^()−×·]))/y;
const spellings: ReadonlyMap<string, string> = new Map([
  ['−', '-'],
  ['×', '*'],
  ['·', '*'],
]);

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (text.slice(tokenPattern.lastIndex).trim() !== '') {
    const from = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) {
      const offset = from + (/\S/.exec(text.slice(from))?.index ?? 0);
      throw new ArithmeticError(offset, 'a number, a name or one of + - * / ^ ( )', `"${text[offset] ?? ''}"`);
    }
    const [, number, name, sign] = match;
    const spelled = number ?? name ?? sign ?? '';
    const offset = tokenPattern.lastIndex - spelled.length;
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    tokens.push({ kind, text: spellings.get(spelled) ?? spelled, offset });
  }
  return tokens;
}

/** Parses an expression; throws an {@link ArithmeticError}. */
export function parseArithmetic(text: string): Expression {
  const tokens = tokenize(text);
  let next = 0;
  const fail = (expected: string): never => {
    const token = tokens[next];
    throw new ArithmeticError(token?.offset ?? text.length, expected, token ? `"${token.text}"` : 'the end');
  };
  const take = (sign: string): boolean => {
    const taken = tokens[next]?.kind === 'sign' && tokens[next]?.text === sign;
    if (taken) next += 1;
    return taken;
  };
  const operand = (): Expression => {
    const token = tokens[next];
    if (take('-')) return { kind: 'negative', of: binary(operand(), 3) };
    if (take('(')) {
      const inner = binary(operand(), 1);
      return take(')') ? inner : fail('")"');
    }
    if (token?.kind === 'number') {
      next += 1;
      return { kind: 'number', value: Number(token.text) };
    }
    if (token?.kind !== 'name') return fail('a number or a name');
    next += 1;
    if (!take('(')) return { kind: 'name', name: token.text, offset: token.offset };
    if (!Object.hasOwn(functions, token.text)) {
      const nearest = nearestName(token.text, Object.keys(functions));
      throw new ArithmeticError(token.offset, 'the function floor or round', `"${token.text}"`, nearest);
    }
    const of = binary(operand(), 1);
    return take(')') ? { kind: 'call', function: token.text as FunctionName, of } : fail('")"');
  };
  // Precedence climbing; ^ binds to the right, the others to the left.
  const binary = (first: Expression, atLeast: number): Expression => {
    let left = first;
    for (;;) {
      const sign = tokens[next]?.text ?? '';
      if (tokens[next]?.kind !== 'sign' || !Object.hasOwn(operators, sign)) return left;
      const operator = sign as Operator;
      const { binds } = operators[operator];
      if (binds < atLeast) return left;
      next += 1;
      left = { kind: 'binary', operator, left, right: binary(operand(), operator === '^' ? binds : binds + 1) };
    }
  };
  const expression = binary(operand(), 1);
  return next === tokens.length ? expression : fail('the end or one of + - * / ^');
}

/** Evaluates; `resolve` answers for names, and throws an {@link ArithmeticError} for one it does not know. */
export function evaluate(expression: Expression, resolve: (name: string, offset: number) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return resolve(expression.name, expression.offset);
    case 'negative':
      return -evaluate(expression.of, resolve);
    case 'call':
      return functions[expression.function](evaluate(expression.of, resolve));
    case 'binary':
      return operators[expression.operator].apply(
        evaluate(expression.left, resolve),
        evaluate(expression.right, resolve),
      );
    default:
      return expression satisfies never;
  }
}
