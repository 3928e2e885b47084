/**
 * The same network in PyTorch: a short program that reads a safetensors file of this book, builds the network and gives the same scores.
 *
 * Picture: a chain of layers becomes an `nn.Sequential`; a network with branches becomes its layers by name and a function that calls them in
 * order. The file's format is simple enough to be read by hand, so that nothing but PyTorch is needed.
 *
 * Deliberately not here: training. Dropout is left out, normalizations use their running statistics. What PyTorch has no layer for (the
 * sub-sampling and the table of connections of 1998, say) is refused.
 */

import type { Padding } from '../graph/graph';
import type { Shape } from '../tensor/shape';
import type { DataForm } from './adapt';
import { definitionOf } from './layers/layers';
import { resolveNetwork, type ResolvedLayer } from './resolve';
import type { NetworkSpec } from './spec';
import { SpecError } from './specError';

/** One layer in Python: a module where it has one, and what is called on its inputs. */
interface Twin {
  /** `nn.Conv2d(1, 6, 5)`; null: a function alone. */
  readonly module: string | null;
  /** The module needs something done to its input first. */
  readonly isPart?: true;
  /** With `inputs` as Python's names; `call` is the layer by its name. */
  readonly expression: (inputs: readonly string[], call: string) => string;
}

const LINE_LETTERS = 116;

/**
 * @param spec as the data set needs it (`adapt.ts`).
 * @param shape height, width and channels of the data set's images; smaller ones lie in the middle of the input.
 * @param fileName of the weights.
 * @throws SpecError naming the first layer that PyTorch does not have
 */
export function pytorchCode(spec: NetworkSpec, shape: DataForm['shape'], fileName: string): string {
  const { input, layers, loss } = resolveNetwork(spec);
  const twins = layers.map((resolved) => ({ resolved, twin: twinOf(spec, resolved) }));
  const isChain = twins.every(
    ({ resolved, twin }, index) =>
      twin.module !== null &&
      twin.isPart === undefined &&
      resolved.from.length === 1 &&
      resolved.from[0] === (index === 0 ? input.name : layers[index - 1]?.layer.name),
  );
  const [height, width, channels] = shape;
  const above = Math.floor((input.shape[0] - height) / 2);
  const left = Math.floor((input.shape[1] - width) / 2);
  const border = [left, input.shape[1] - width - left, above, input.shape[0] - height - above];
  const image = border.some((cells) => cells > 0) ? `nn.functional.pad(image, (${border.join(', ')}))` : 'image';
  return [
    'import json, struct, torch',
    ...(isChain ? ['from collections import OrderedDict'] : []),
    'from torch import nn',
    '',
    `data = bytearray(open('${fileName}', 'rb').read())`,
    "start = 8 + struct.unpack('<Q', data[:8])[0]",
    'table, numbers = json.loads(data[8:start]), data[start:]',
    "about = table.pop('__metadata__')",
    "kinds = {'F32': torch.float32, 'F16': torch.float16}",
    'def array(dtype, shape, data_offsets):',
    '    return torch.frombuffer(numbers[slice(*data_offsets)], dtype=kinds[dtype]).float().reshape(shape)',
    '',
    ...(isChain ? chain(twins) : branches(twins, input.name, loss.from)),
    '',
    "mean, deviation = (torch.tensor(json.loads(about[name])).reshape(-1, 1, 1) for name in ('mean', 'deviation'))",
    `def scores(image):  # float [N, ${channels}, ${height}, ${width}], pixels from 0 to 255`,
    `    return model((${image} - mean) / deviation)`,
    '',
  ].join('\n');
}

type Twins = readonly { readonly resolved: ResolvedLayer; readonly twin: Twin }[];

function chain(twins: Twins): readonly string[] {
  const isPlain = twins.every(({ resolved }) => /^[A-Za-z]\w*$/.test(resolved.layer.name));
  const parts = twins.map(({ resolved, twin }) =>
    isPlain ? `${resolved.layer.name}=${twin.module}` : `('${resolved.layer.name}', ${twin.module})`,
  );
  const lines = [''];
  for (const part of parts) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = `    ${part},`;
    else if (line.length + part.length + 2 <= LINE_LETTERS) lines[lines.length - 1] = `${line} ${part},`;
    else lines.push(`    ${part},`);
  }
  const [open, close] = isPlain ? ['OrderedDict(', '))'] : ['OrderedDict([', ']))'];
  return [
    `model = nn.Sequential(${open}`,
    ...lines.slice(0, -1),
    (lines.at(-1) ?? '').replace(/,$/, close),
    'model.load_state_dict({name: array(**entry) for name, entry in table.items()})',
    'model.eval()',
  ];
}

function branches(twins: Twins, input: string, logits: string): readonly string[] {
  const modules = twins.filter(({ twin, resolved }) => twin.module !== null && hasArrays(resolved));
  return [
    'layers = nn.ModuleDict({',
    ...modules.map(({ resolved, twin }) => `    '${resolved.layer.name}': ${twin.module},`),
    '})',
    'layers.load_state_dict({name: array(**entry) for name, entry in table.items()})',
    'layers.eval()',
    '',
    `def model(${variable(input)}):`,
    ...twins.map(({ resolved, twin }) => {
      const { name } = resolved.layer;
      const call = hasArrays(resolved) ? `layers['${name}']` : (twin.module ?? '');
      return `    ${variable(name)} = ${twin.expression(resolved.from.map(variable), call)}`;
    }),
    `    return ${variable(logits)}`,
  ];
}

function hasArrays({ parameters, state }: ResolvedLayer): boolean {
  return parameters.length + state.length > 0;
}

function variable(name: string): string {
  return name.replaceAll('-', '_');
}

function twinOf(spec: NetworkSpec, resolved: ResolvedLayer): Twin {
  const { layer, inputShapes } = resolved;
  const [input = []] = inputShapes;
  const channels = input.at(-1) ?? 0;
  const refuse = (what: string): never => {
    throw new SpecError(
      `${spec.title} in PyTorch: layer ${layer.name} (${layer.kind}): expected a layer that PyTorch has, found ${what}. ` +
        `The weights can be read all the same; this layer is yours to write.`,
    );
  };
  const plain = (module: string): Twin => ({ module, expression: ([x = ''], call) => `${call}(${x})` });
  switch (layer.kind) {
    case 'convolution': {
      if (layer.connections !== undefined) return refuse('a table of connections');
      const options = [
        ...(isOnes(layer.stride) ? [] : [`stride=${pair(layer.stride)}`]),
        ...(isOnes(layer.dilation) ? [] : [`dilation=${pair(layer.dilation)}`]),
        ...((layer.groups ?? 1) === 1 ? [] : [`groups=${layer.groups}`]),
        ...((layer.bias ?? true) ? [] : ['bias=False']),
      ];
      const made = (padding: readonly string[]): string =>
        `nn.Conv2d(${[channels, layer.filters, pair(layer.kernel), ...padding, ...options].join(', ')})`;
      return padded(paddingOf(resolved), made, '0');
    }
    case 'dense':
      return plain(`nn.Linear(${channels}, ${layer.units})`);
    case 'maxPool':
    case 'averagePool': {
      const module = layer.kind === 'maxPool' ? 'nn.MaxPool2d' : 'nn.AvgPool2d';
      const stride =
        layer.stride === undefined || pair(layer.stride) === pair(layer.window) ? [] : [`stride=${pair(layer.stride)}`];
      const excludes = layer.kind === 'averagePool' ? ['count_include_pad=False'] : [];
      const made = (padding: readonly string[]): string =>
        `${module}(${[pair(layer.window), ...stride, ...padding, ...(padding.length === 0 ? [] : excludes)].join(', ')})`;
      const padding = paddingOf(resolved);
      const isEven = padding.top === padding.bottom && padding.left === padding.right;
      if (layer.kind === 'averagePool' && !isEven) return refuse('a mean over cells of which only some exist');
      return padded(padding, made, "float('-inf')");
    }
    case 'batchNormalization':
      return plain(
        `nn.BatchNorm${input.length === 3 ? 2 : 1}d(${channels}${layer.epsilon === undefined ? '' : `, eps=${layer.epsilon}`})`,
      );
    case 'localResponseNormalization': {
      const { size = 5, k = 2, alpha = 1e-4, beta = 0.75 } = layer;
      // PyTorch divides alpha by the size.
      return plain(`nn.LocalResponseNorm(${size}, alpha=${alpha} * ${size}, beta=${beta}, k=${k})`);
    }
    case 'flatten':
      return plain('nn.Flatten()');
    case 'dropout':
      return plain('nn.Identity()');
    case 'globalAveragePool':
      return { module: null, expression: ([x = '']) => `${x}.mean((2, 3))` };
    case 'add':
      return { module: null, expression: (inputs) => inputs.join(' + ') };
    case 'concatenate':
      return { module: null, expression: (inputs) => `torch.cat([${inputs.join(', ')}], 1)` };
    case 'shortcut': {
      const [down, right] = layer.stride ?? [1, 1];
      const more = layer.channels - channels;
      return {
        module: null,
        expression: ([x = '']) => `nn.functional.pad(${x}[:, :, ::${down}, ::${right}], (0, 0, 0, 0, 0, ${more}))`,
      };
    }
    case 'activation':
      switch (layer.function) {
        case 'relu':
          return plain('nn.ReLU()');
        case 'leakyRelu':
          return plain(`nn.LeakyReLU(${layer.slope ?? 0.01})`);
        case 'elu':
          return plain(`nn.ELU(${layer.alpha ?? 1})`);
        case 'sigmoid':
          return plain('nn.Sigmoid()');
        case 'tanh':
          return plain('nn.Tanh()');
        default:
          return refuse(`the function ${layer.function}`);
      }
    default:
      return refuse('one that is not written out here');
  }
}

/** PyTorch pads both sides alike; what differs is padded before. */
function padded(
  { top, bottom, left, right }: Padding,
  made: (padding: readonly string[]) => string,
  value: string,
): Twin {
  if (top === bottom && left === right) {
    const module = made(top === 0 && left === 0 ? [] : [`padding=${pair([top, left])}`]);
    return { module, expression: ([x = ''], call) => `${call}(${x})` };
  }
  const sides = [left, right, top, bottom].join(', ');
  return {
    module: made([]),
    isPart: true,
    expression: ([x = ''], call) =>
      `${call}(nn.functional.pad(${x}, (${sides})${value === '0' ? '' : `, value=${value}`}))`,
  };
}

function paddingOf({ layer, inputShapes }: ResolvedLayer): Padding {
  const view = definitionOf(layer).view(layer, ...(inputShapes as [Shape]));
  if (view.kind !== 'window') throw new Error(`internal: ${layer.kind} looks through no window`);
  return view.padding;
}

function isOnes(cells: readonly number[] = [1, 1]): boolean {
  return cells.every((length) => length === 1);
}

/** `3`, or `(3, 5)` where the two differ. */
function pair([down = 1, right = 1]: readonly number[] = []): string {
  return down === right ? String(down) : `(${down}, ${right})`;
}
