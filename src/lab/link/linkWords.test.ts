import { expect, test } from 'vitest';
import { linkWords, wordCode } from './linkWords';

/** As they were when links of version 1 began. A line may be added at the end, when words are; no other may change, ever. */
const known = `
  AA lossScale, AB log, AC linear, AD isTableShown, AE guess, AF viewedStep, AG hidden, AH locked, AI settings
  AJ data, AK start, AL more, AM lab, AN timeline, AO network, AP dataSet, AQ optimizer, AR learningRate
  AS batchSize, AT seed, AU orderSeed, AV generatorSeed, AW coefficients, AX schedule, AY corruption
  AZ augmentation, Aa seeds, Ab initialization, Ac order, Ad generator, Ae weights, Af file, Ag name, Ah sgd
  Ai momentum, Aj nesterov, Ak adagrad, Al adadelta, Am rmsprop, An adam, Ao adamw, Ap rho, Aq beta1, Ar beta2
  As epsilon, At l1, Au l2, Av weightDecay, Aw clipNorm, Ax kind, Ay constant, Az step, A0 cosine
  A1 rangeTest, A2 warmUpSteps, A3 every, A4 factor, A5 steps, A6 floor, A7 rise, A8 labelNoise
  A9 labelNoiseKind, BA uniform, BB next, BC imbalance, BD leak, BE duplicates, BF forgottenNormalization
  BG flip, BH shift, BI crop, BJ rotate, BK contrast, BL brightness, BM saturation, BN hue, BO erase
  BP eraseSize, BQ lenet5, BR lenet5-1998, BS mlp, BT small-alexnet, BU small-vgg, BV inception, BW resnet-8
  BX resnet-20, BY rhythm-cnn, BZ digits, Ba letters, Bb things, Bc things-64, Bd planes-circles
  Be planes-moons, Bf planes-spirals, Bg planes-xor, Bh planes-gaussians, Bi planes-checkerboard, Bj rhythms
  Bk views, Bl mnist, Bm fashion-mnist, Bn kmnist, Bo emnist-balanced, Bp emnist-letters, Bq emnist-digits
  Br cifar10, Bs cifar100, Bt lenet5-digits, Bu lenet5-mnist, Bv inception-cifar10, Bw resnet-20-cifar10
  Bx resnet-8-cifar10, By resnet-8-things, Bz small-alexnet-cifar10, B0 small-vgg-cifar10, B1 at, B2 layer
  B3 channel, B4 cell, B5 slice, B6 row, B7 column, B8 filter, B9 page, CA all, CB wrong, CC truth
  CD predicted, CE sure, CF unsure, CG stored, CH split, CI train, CJ validation, CK test, CL label, CM index
  CN panel, CO neighbours, CP means, CQ balance, CR twins, CS origin, CT history, CU change, CV print
  CW lastStep, CX executor, CY build, CZ points, Ca wasm, Cb webgpu, Cc tfjs-webgpu, Cd tfjs-webgl
  Ce reference
`;

test('no word ever changes its code', () => {
  const entries = known.trim().split(/,\s+|\n\s*/);
  expect(linkWords.map((word, index) => `${wordCode(index)} ${word}`)).toEqual(entries);
});

test('words are told apart, and none is taken for another kind of value', () => {
  expect(new Set(linkWords).size).toBe(linkWords.length);
  for (const index of linkWords.keys()) expect(wordCode(index)).toMatch(/^[A-Z][A-Za-z0-9]$/);
  expect(linkWords.length).toBeLessThan(26 * 62);
});
