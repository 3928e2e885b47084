import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createDigest, digestOf } from './digest';
import { digestKinds } from './published';

describe.each(digestKinds)('%s', (kind) => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);
  // OpenSSL's, by way of Node.
  const expected = createHash(kind).update(bytes).digest('hex');

  test('agrees with another implementation', () => {
    expect(digestOf(kind, bytes)).toBe(expected);
  });
  test('in pieces, with a look in between', () => {
    const digest = createDigest(kind);
    for (let at = 0; at < bytes.length; at += 777) {
      digest.add(bytes.subarray(at, at + 777));
      digest.hex();
    }
    expect(digest.hex()).toBe(expected);
  });
});

test('known values of nothing', () => {
  expect(digestOf('md5', new Uint8Array())).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(digestOf('sha256', new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
