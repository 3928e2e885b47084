/**
 * Checks a network description that comes from outside (a link, a lesson, a file): first its form, with Zod, then its meaning.
 *
 * Apart from `spec.ts` so that a page which only uses the book's own networks does not load Zod.
 */

import { z } from 'zod';
import type { LayerOf } from './layers/layerDefinition';
import { resolveNetwork } from './resolve';
import { activationNames, initializerNames, type LayerKind, type LossSpec, type NetworkSpec } from './spec';
import { nearestName, SpecError } from './specError';

const name = z.string().min(1).max(40);
const count = z.int().min(1).max(65_536);
const zeros = z.int().min(0).max(65_536);
const pair = z.tuple([count, count]);
const initializer = z.enum(initializerNames);
const sides = z.strictObject({ top: zeros, bottom: zeros, left: zeros, right: zeros });
const padding = z.union([z.enum(['valid', 'same', 'full']), sides]);
const shortPadding = z.union([z.enum(['valid', 'same']), sides]);
const pooling = {
  window: pair,
  stride: pair.exactOptional(),
  padding: shortPadding.exactOptional(),
};
const common = { name, from: z.array(name).exactOptional() };

/** One schema per layer kind, total by its type. */
const layerSchemas = {
  convolution: z.strictObject({
    kind: z.literal('convolution'),
    ...common,
    filters: count,
    kernel: pair,
    stride: pair.exactOptional(),
    padding: padding.exactOptional(),
    dilation: pair.exactOptional(),
    groups: count.exactOptional(),
    connections: z.array(z.array(zeros)).exactOptional(),
    bias: z.boolean().exactOptional(),
    initializer: initializer.exactOptional(),
  }),
  transposedConvolution: z.strictObject({
    kind: z.literal('transposedConvolution'),
    ...common,
    filters: count,
    kernel: pair,
    stride: pair.exactOptional(),
    padding: shortPadding.exactOptional(),
    bias: z.boolean().exactOptional(),
    initializer: initializer.exactOptional(),
  }),
  dense: z.strictObject({
    kind: z.literal('dense'),
    ...common,
    units: count,
    initializer: initializer.exactOptional(),
  }),
  activation: z.strictObject({
    kind: z.literal('activation'),
    ...common,
    function: z.enum(activationNames),
    slope: z.number().exactOptional(),
    alpha: z.number().exactOptional(),
  }),
  maxPool: z.strictObject({ kind: z.literal('maxPool'), ...common, ...pooling }),
  averagePool: z.strictObject({ kind: z.literal('averagePool'), ...common, ...pooling }),
  l2Pool: z.strictObject({ kind: z.literal('l2Pool'), ...common, ...pooling }),
  subsampling: z.strictObject({
    kind: z.literal('subsampling'),
    ...common,
    window: pair,
    initializer: initializer.exactOptional(),
  }),
  globalAveragePool: z.strictObject({ kind: z.literal('globalAveragePool'), ...common }),
  batchNormalization: z.strictObject({
    kind: z.literal('batchNormalization'),
    ...common,
    momentum: z.number().exactOptional(),
    epsilon: z.number().exactOptional(),
  }),
  layerNormalization: z.strictObject({
    kind: z.literal('layerNormalization'),
    ...common,
    epsilon: z.number().exactOptional(),
  }),
  localResponseNormalization: z.strictObject({
    kind: z.literal('localResponseNormalization'),
    ...common,
    size: count.exactOptional(),
    k: z.number().exactOptional(),
    alpha: z.number().exactOptional(),
    beta: z.number().exactOptional(),
  }),
  dropout: z.strictObject({ kind: z.literal('dropout'), ...common, rate: z.number() }),
  add: z.strictObject({ kind: z.literal('add'), ...common }),
  concatenate: z.strictObject({ kind: z.literal('concatenate'), ...common }),
  channelScale: z.strictObject({ kind: z.literal('channelScale'), ...common }),
  maxout: z.strictObject({ kind: z.literal('maxout'), ...common, pieces: count }),
  shortcut: z.strictObject({
    kind: z.literal('shortcut'),
    ...common,
    channels: count,
    stride: pair.exactOptional(),
  }),
  pad: z.strictObject({ kind: z.literal('pad'), ...common, padding: sides }),
  crop: z.strictObject({ kind: z.literal('crop'), ...common, cropping: sides }),
  resize: z.strictObject({
    kind: z.literal('resize'),
    ...common,
    height: count,
    width: count,
    method: z.enum(['nearest', 'bilinear']).exactOptional(),
  }),
  flatten: z.strictObject({ kind: z.literal('flatten'), ...common }),
  euclidean: z.strictObject({ kind: z.literal('euclidean'), ...common, prototypes: z.enum(['digits-7x12']) }),
} satisfies { [K in LayerKind]: z.ZodType<LayerOf<K>> };

const layer = z.discriminatedUnion('kind', [
  layerSchemas.convolution,
  layerSchemas.transposedConvolution,
  layerSchemas.dense,
  layerSchemas.activation,
  layerSchemas.maxPool,
  layerSchemas.averagePool,
  layerSchemas.l2Pool,
  layerSchemas.subsampling,
  layerSchemas.globalAveragePool,
  layerSchemas.batchNormalization,
  layerSchemas.layerNormalization,
  layerSchemas.localResponseNormalization,
  layerSchemas.dropout,
  layerSchemas.add,
  layerSchemas.concatenate,
  layerSchemas.channelScale,
  layerSchemas.maxout,
  layerSchemas.shortcut,
  layerSchemas.pad,
  layerSchemas.crop,
  layerSchemas.resize,
  layerSchemas.flatten,
  layerSchemas.euclidean,
]);

const lossSchemas = {
  softmaxCrossEntropy: z.strictObject({
    kind: z.literal('softmaxCrossEntropy'),
    from: name,
    rejectLogit: z.number().exactOptional(),
    labelSmoothing: z.number().exactOptional(),
  }),
  hinge: z.strictObject({ kind: z.literal('hinge'), from: name }),
} satisfies { [K in LossSpec['kind']]: z.ZodType<LossSpec & { readonly kind: K }> };

/** The form of a description; sizes, names and connections are checked by `checkNetworkSpec`. */
export const networkSpecSchema: z.ZodType<NetworkSpec> = z.strictObject({
  version: z.literal(1),
  name,
  title: z.string().min(1).max(80),
  inputs: z.array(z.strictObject({ name, shape: z.tuple([count, count, count]) })),
  layers: z.array(layer).min(1).max(500),
  losses: z.array(z.discriminatedUnion('kind', [lossSchemas.softmaxCrossEntropy, lossSchemas.hinge])),
});

/**
 * The value as a network description, if it is one.
 *
 * @throws SpecError naming the place, what was expected, what was found and the nearest valid setting; the first problem only.
 */
export function checkNetworkSpec(value: unknown): NetworkSpec {
  const parsed = networkSpecSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SpecError(issue === undefined ? 'internal: an invalid network without an issue' : explain(issue, value));
  }
  resolveNetwork(parsed.data);
  return parsed.data;
}

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  const place = placeOf(issue.path, value);
  const found = describe(at(value, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [unknown = ''] = issue.keys;
      const allowed = allowedKeys(issue.path, value);
      return `${place}: expected only ${allowed.join(', ')}, found “${unknown}”. The nearest name is ${nearestName(unknown, allowed) ?? 'none'}.`;
    }
    case 'invalid_union': {
      if (issue.path.at(-1) === 'kind') {
        const kinds = Object.keys(issue.path[0] === 'losses' ? lossSchemas : layerSchemas);
        return `${place}: expected one of ${kinds.join(', ')}, found ${found}. The nearest is ${nearestName(found, kinds) ?? 'none'}.`;
      }
      const full = at(value, [...issue.path.slice(0, 2), 'kind']) === 'convolution' ? ', same, full' : ', same';
      return `${place}: expected valid${full} or zeros for top, bottom, left and right, found ${found}. Leave it out for valid.`;
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      return `${place}: expected ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}, found ${found}. The nearest is ${nearestName(found, values) ?? 'none'}.`;
    }
    case 'too_big':
      return `${place}: expected at most ${String(issue.maximum)}, found ${found}. The nearest that works is ${String(issue.maximum)}.`;
    case 'too_small':
      return `${place}: expected at least ${String(issue.minimum)}, found ${found}. The nearest that works is ${String(issue.minimum)}.`;
    case 'invalid_type':
      return `${place}: expected ${issue.expected === 'int' ? 'a whole number' : issue.expected}, found ${found}. Correct the description there.`;
    default:
      return `${place}: ${issue.message}, found ${found}. Correct the description there.`;
  }
}

/** `layer conv1, kernel[0]`: the layer by its name where it has one. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [list, index, ...rest] = path;
  const layerName = list === 'layers' && typeof index === 'number' ? at(value, [list, index, 'name']) : undefined;
  const where = (parts: readonly PropertyKey[]): string =>
    parts.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');
  if (typeof layerName === 'string')
    return rest.length === 0 ? `layer ${layerName}` : `layer ${layerName}, ${where(rest)}`;
  return path.length === 0 ? 'network' : where(path);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** The names that the object at this place may have. */
function allowedKeys(path: readonly PropertyKey[], value: unknown): readonly string[] {
  const [list] = path;
  if (list === 'layers' && path.length === 2) {
    const kind = at(value, [...path, 'kind']);
    const schema = Object.entries(layerSchemas).find(([known]) => known === kind)?.[1];
    if (schema !== undefined) return Object.keys(schema.shape);
  }
  if (list === 'layers') return ['top', 'bottom', 'left', 'right'];
  if (list === 'inputs') return ['name', 'shape'];
  if (list === 'losses') {
    const kind = at(value, [...path, 'kind']);
    const schema = Object.entries(lossSchemas).find(([known]) => known === kind)?.[1];
    return schema === undefined ? [] : Object.keys(schema.shape);
  }
  return ['version', 'name', 'title', 'inputs', 'layers', 'losses'];
}

/** What was found, short enough for a message. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
