import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson, descriptionHash } from './descriptionHash';
import type { NetworkSpec } from './spec';
import { zoo } from './zoo';

const tiny: NetworkSpec = {
  version: 1,
  name: 'tiny',
  title: 'Tiny “é”',
  inputs: [{ name: 'image', shape: [2, 2, 1] }],
  layers: [
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense', units: 2 },
  ],
  losses: [{ kind: 'softmaxCrossEntropy', from: 'dense' }],
};

test('keys in order, nothing between, what is undefined left out', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, A: 0.1 })).toBe(
    '{"A":0.1,"b":[1,{"c":"x","d":null}]}',
  );
});

test('the hash is SHA-256 of that text, as Node computes it', () => {
  const text =
    '{"inputs":[{"name":"image","shape":[2,2,1]}],' +
    '"layers":[{"kind":"flatten","name":"flatten"},{"kind":"dense","name":"dense","units":2}],' +
    '"losses":[{"from":"dense","kind":"softmaxCrossEntropy"}],"name":"tiny","title":"Tiny “é”","version":1}';
  expect(descriptionHash(tiny)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});

test('the order of entries makes no difference; every number does', () => {
  const { losses, version, ...rest } = tiny;
  expect(descriptionHash({ losses, ...rest, version })).toBe(descriptionHash(tiny));
  const [input] = tiny.inputs;
  const wider: NetworkSpec = { ...tiny, inputs: [{ name: input?.name ?? '', shape: [2, 3, 1] }] };
  expect(descriptionHash(wider)).not.toBe(descriptionHash(tiny));
});

test('no two networks of the zoo share a hash', () => {
  expect(new Set(zoo.map(descriptionHash)).size).toBe(zoo.length);
});
