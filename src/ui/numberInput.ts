/**
 * What a reader may type into a number field, as plain functions: text → number or the reason why not, and the next value up
 * or down. A field cannot hold an invalid value: what is refused here never reaches the run.
 */

export interface NumberRule {
  /** How the reader knows the quantity, inside a sentence: `learning rate`. */
  readonly name: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Greater than zero, however small. */
  readonly isPositive?: boolean;
  readonly isWhole?: boolean;
}

export type ParsedNumber =
  { readonly isValid: true; readonly value: number } | { readonly isValid: false; readonly reason: string };

const groups = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 12 });

/** `must be a positive number`, `must be a whole number from 1 to 1,024`. */
export function requirement(rule: NumberRule): string {
  const kind = rule.isWhole === true ? 'whole number' : 'number';
  const positive = rule.isPositive === true ? 'positive ' : '';
  const { minimum, maximum } = rule;
  let range = '';
  if (minimum !== undefined && maximum !== undefined) {
    range = ` from ${groups.format(minimum)} to ${groups.format(maximum)}`;
  } else if (minimum !== undefined) range = `, ${groups.format(minimum)} or more`;
  else if (maximum !== undefined) range = ` of at most ${groups.format(maximum)}`;
  return `must be a ${positive}${kind}${range}`;
}

/** Accepts `0.001`, `1e-3`, `1,024` (commas between groups of three) and surrounding blanks. */
export function parseNumber(text: string, rule: NumberRule): ParsedNumber {
  const trimmed = text.trim().replace('−', '-');
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
  const refuse: ParsedNumber = { isValid: false, reason: `${rule.name} ${requirement(rule)}` };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return refuse;
  const value = Number(plain);
  const isAllowed =
    Number.isFinite(value) &&
    (rule.isPositive !== true || value > 0) &&
    (rule.isWhole !== true || Number.isSafeInteger(value)) &&
    (rule.minimum === undefined || value >= rule.minimum) &&
    (rule.maximum === undefined || value <= rule.maximum);
  return isAllowed ? { isValid: true, value } : refuse;
}

/** As the field shows it: the shortest decimal, an exponent only for the very small and very large. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-6 || size >= 1e9) ? value.toExponential() : String(value);
}

export type StepScale =
  | { readonly kind: 'linear'; readonly step: number }
  /** 1, 2, 5, 10, 20, 50 …; where 0 is allowed, `first` is the value above it. */
  | { readonly kind: 'logarithmic'; readonly first?: number }
  /** 1, 2, 4, 8 … */
  | { readonly kind: 'doubling' };

/** The neighbour of `value` on the scale, in the direction given, kept inside the rule's limits. */
export function stepNumber(value: number, direction: 1 | -1, scale: StepScale, rule: NumberRule): number {
  const next = neighbour(value, direction, scale);
  const parsed = parseNumber(numberText(next), rule);
  if (parsed.isValid) return next;
  if (direction > 0 && rule.maximum !== undefined) return rule.maximum;
  if (direction < 0 && rule.minimum !== undefined) return rule.minimum;
  return value;
}

function neighbour(value: number, direction: 1 | -1, scale: StepScale): number {
  switch (scale.kind) {
    case 'linear':
      return tidy(value + direction * scale.step);
    case 'doubling': {
      if (!(value > 0)) return 1;
      const exponent = Math.log2(value);
      return 2 ** (direction > 0 ? Math.floor(exponent + 1e-9) + 1 : Math.ceil(exponent - 1e-9) - 1);
    }
    case 'logarithmic': {
      if (!(value > 0)) return direction > 0 ? (scale.first ?? value) : value;
      if (direction < 0 && value <= (scale.first ?? 0)) return 0;
      const decade = Math.floor(Math.log10(value) + 1e-9);
      const stops = [-1, 0, 1].flatMap((offset) => [1, 2, 5].map((digit) => tidy(digit * 10 ** (decade + offset))));
      const tolerance = value * 1e-9;
      const found =
        direction > 0
          ? stops.find((stop) => stop > value + tolerance)
          : stops.filter((stop) => stop < value - tolerance).at(-1);
      return found ?? value;
    }
  }
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
