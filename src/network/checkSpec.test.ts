import { describe, expect, test } from 'vitest';
import { checkNetworkSpec } from './checkSpec';
import { everyKind, smallNetwork } from './testNetworks';
import { zoo } from './zoo';

/** A valid description as plain JSON, with one change in its first layer (a convolution) or at its top. */
function changed(layer: object, top: object = {}): unknown {
  const [first, ...rest] = smallNetwork().layers;
  return JSON.parse(JSON.stringify({ ...smallNetwork(), layers: [{ ...first, ...layer }, ...rest], ...top }));
}

describe('checkNetworkSpec', () => {
  test.each([...zoo, ...everyKind()].map((spec) => [spec.name, spec] as const))('%s survives JSON', (_, spec) => {
    expect(checkNetworkSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  test.each([
    ['a text', 'lenet5', 'network: expected object, found lenet5.'],
    ['nothing', undefined, 'network: expected object, found nothing.'],
    ['another version', changed({}, { version: 2 }), 'version: expected 1, found 2. The nearest is 1.'],
    [
      'a misspelt key',
      changed({ kernal: [3, 3] }),
      'layer conv: expected only kind, name, from, filters, kernel, stride, padding, dilation, groups, connections, bias, initializer, found “kernal”. The nearest name is kernel.',
    ],
    [
      'a misspelt kind',
      changed({ kind: 'convolutional' }),
      'layer conv, kind: expected one of convolution, transposedConvolution, dense, activation, maxPool, averagePool, l2Pool, subsampling, globalAveragePool, batchNormalization, layerNormalization, localResponseNormalization, dropout, add, concatenate, channelScale, maxout, shortcut, pad, crop, resize, flatten, euclidean, found convolutional. The nearest is convolution.',
    ],
    [
      'a misspelt initializer',
      changed({ initializer: 'gloro' }),
      'layer conv, initializer: expected one of he, glorot, lecun1998, found gloro. The nearest is glorot.',
    ],
    ['a fraction', changed({ filters: 2.5 }), 'layer conv, filters: expected a whole number, found 2.5.'],
    [
      'zero',
      changed({ filters: 0 }),
      'layer conv, filters: expected at least 1, found 0. The nearest that works is 1.',
    ],
    [
      'too many',
      changed({ kernel: [3, 100_000] }),
      'layer conv, kernel[1]: expected at most 65536, found 100000. The nearest that works is 65536.',
    ],
    ['a number for a pair', changed({ kernel: 3 }), 'layer conv, kernel: expected tuple, found 3.'],
    [
      'a padding that is none',
      changed({ padding: 'wide' }),
      'layer conv, padding: expected valid, same, full or zeros for top, bottom, left and right, found wide. Leave it out for valid.',
    ],
    [
      'a padding that this kind has not',
      changed({ kind: 'maxPool', window: [2, 2], padding: 'full' }),
      'layer conv, padding: expected valid, same or zeros for top, bottom, left and right, found full. Leave it out for valid.',
    ],
    ['a rate in words', changed({ kind: 'dropout', rate: 'half' }), 'layer conv, rate: expected number, found half.'],
    [
      'a key of another kind',
      changed({}, { losses: [{ kind: 'hinge', from: 'last', labelSmoothing: 0.1 }] }),
      'losses[0]: expected only kind, from, found “labelSmoothing”. The nearest name is kind.',
    ],
    ['no name', changed({ name: undefined }), 'layers[0].name: expected string, found nothing.'],
    ['no layers', changed({}, { layers: [] }), 'layers: expected at least 1, found [].'],
    [
      'an unknown key',
      changed({}, { loses: [] }),
      'network: expected only version, name, title, inputs, layers, losses, found “loses”. The nearest name is losses.',
    ],
    [
      'a loss of unknown kind',
      changed({}, { losses: [{ kind: 'hing', from: 'last' }] }),
      'losses[0].kind: expected one of softmaxCrossEntropy, hinge, found hing. The nearest is hinge.',
    ],
    [
      'a size that does not fit',
      changed({ kernel: [9, 9] }),
      'layer conv (convolution, after image): expected a kernel that fits into 6×6 cells',
    ],
  ])('refuses %s', (_, value, message) => {
    expect(() => checkNetworkSpec(value)).toThrow(message);
  });
});
