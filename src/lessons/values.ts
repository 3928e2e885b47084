/**
 * What `:value[…]` may name: facts that follow from a network's description, and the arithmetic that a lesson declares on them.
 * Nothing here knows a number: every one comes from `summarize` or from the author's arithmetic on such.
 */

import { ArithmeticError, evaluate, parseArithmetic } from './arithmetic';
import { nearestName } from './nearestName';
import { oneOf } from './problem';

/** The part of a network's summary that prose may quote. */
export interface QuotedSummary {
  readonly layers: readonly QuotedLayer[];
  readonly parameters: number;
  readonly connections: number;
  readonly multiplyAdds: number;
  readonly parameterBytes: number;
}
export interface QuotedLayer {
  readonly name: string;
  /** [height, width, channels], or [units]. */
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly connections: number;
  readonly multiplyAdds: number;
  readonly activationBytes: number;
  readonly receptiveField: { readonly size: readonly [height: number, width: number] };
}

const networkFacts = {
  parameters: (network: QuotedSummary) => network.parameters,
  connections: (network: QuotedSummary) => network.connections,
  multiplyAdds: (network: QuotedSummary) => network.multiplyAdds,
  parameterBytes: (network: QuotedSummary) => network.parameterBytes,
} as const;

const layerFacts = {
  parameters: (layer: QuotedLayer) => layer.parameters,
  connections: (layer: QuotedLayer) => layer.connections,
  multiplyAdds: (layer: QuotedLayer) => layer.multiplyAdds,
  activationBytes: (layer: QuotedLayer) => layer.activationBytes,
  /** One number where the field is square. */
  receptiveField: ({ receptiveField: { size } }: QuotedLayer) => (size[0] === size[1] ? size[0] : size),
  shape: (layer: QuotedLayer) => layer.shape,
  height: (layer: QuotedLayer) => layer.shape[layer.shape.length - 3] ?? 1,
  width: (layer: QuotedLayer) => layer.shape[layer.shape.length - 2] ?? 1,
  channels: (layer: QuotedLayer) => layer.shape[layer.shape.length - 1] ?? 1,
} as const;

export type Value = number | readonly number[];

/** The names that a lesson's `values:` have, in their order. */
export type DeclaredValues = ReadonlyMap<string, number>;

export interface ValueSource {
  readonly networkNames: readonly string[];
  network(name: string): QuotedSummary;
}

/** The value of an expression. Throws an {@link ArithmeticError} that points into `text`. */
export function valueOf(text: string, source: ValueSource, declared: DeclaredValues): Value {
  const expression = parseArithmetic(text);
  if (expression.kind === 'name') return resolveName(expression.name, expression.offset, source, declared);
  return evaluate(expression, (name, offset) => {
    const value = resolveName(name, offset, source, declared);
    if (typeof value === 'number') return value;
    throw new ArithmeticError(offset, 'a number', `the shape "${name}"`, name.replace(/shape$/, 'channels'));
  });
}

function resolveName(name: string, offset: number, source: ValueSource, declared: DeclaredValues): Value {
  const own = declared.get(name);
  if (own !== undefined) return own;
  const [networkName = '', ...path] = name.split('.');
  if (path.length === 0 || !source.networkNames.includes(networkName)) {
    const names = [...declared.keys(), ...source.networkNames.map((each) => `${each}.parameters`)];
    const nearest = nearestName(name, names) ?? nearestName(networkName, source.networkNames);
    throw new ArithmeticError(
      offset,
      `a name from values: or a network, ${oneOf(source.networkNames)}`,
      `"${name}"`,
      nearest,
    );
  }
  const network = source.network(networkName);
  const [first = '', second] = path;
  if (second === undefined)
    return fact(
      networkFacts,
      first,
      network,
      offset,
      name,
      network.layers.map((layer) => layer.name),
    );
  const layer = network.layers.find((each) => each.name === first);
  if (layer === undefined) {
    const layers = network.layers.map((each) => each.name);
    throw new ArithmeticError(
      offset,
      `a layer of ${networkName}, ${oneOf(layers)}`,
      `"${first}"`,
      nearestName(first, layers),
    );
  }
  if (path.length > 2) throw new ArithmeticError(offset, 'network.layer.fact', `"${name}"`);
  return fact(layerFacts, second, layer, offset, name, []);
}

function fact<Thing>(
  facts: Readonly<Record<string, (thing: Thing) => Value>>,
  key: string,
  thing: Thing,
  offset: number,
  name: string,
  others: readonly string[],
): Value {
  const read = Object.hasOwn(facts, key) ? facts[key] : undefined;
  if (read !== undefined) return read(thing);
  const nearest = nearestName(key, [...Object.keys(facts), ...others]);
  throw new ArithmeticError(offset, oneOf(Object.keys(facts)), `"${key}" in "${name}"`, nearest);
}

export const valueStyles = ['number', 'percent', 'plain'] as const;
export type ValueStyle = (typeof valueStyles)[number];

/**
 * `61,706`, `28 × 28 × 6`, `97.6 %`, `1998` (plain). Whole numbers exactly, others with `digits` decimals: by default one for a
 * percentage, two else.
 */
export function formatValue(value: Value, style: ValueStyle, digits: number | null): string {
  const one = (number: number): string => {
    const scaled = style === 'percent' ? number * 100 : number;
    const decimals = digits ?? (Number.isInteger(scaled) ? 0 : style === 'percent' ? 1 : 2);
    const text = scaled.toLocaleString('en-GB', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: style !== 'plain',
    });
    return text.replace('-', '−') + (style === 'percent' ? '\u00a0%' : '');
  };
  return typeof value === 'number' ? one(value) : value.map(one).join('\u00a0×\u00a0');
}
