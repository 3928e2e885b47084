/**
 * How the learning rate changes by itself from step to step: a description as plain data, and a pure function of the step's number.
 *
 * Picture: a schedule is a factor, 1 where nothing happens; the rate of a step is the run's learning rate times the factor, so that a
 * learning rate which the reader changes in the middle scales all that follows. A warm-up multiplies any of them by a ramp.
 *
 * Factors are made of products and square roots alone, which every machine rounds alike: the same curve everywhere.
 */

export const scheduleKinds = ['constant', 'step', 'cosine', 'rangeTest'] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

interface WithWarmUp {
  /** The rate rises in a straight line over this many first steps; 0 when left out. */
  readonly warmUpSteps?: number;
}
export type Schedule = WithWarmUp &
  (
    | { readonly kind: 'constant' }
    /** Times `factor` after every `every` steps. */
    | { readonly kind: 'step'; readonly every: number; readonly factor: number }
    /** Half a cosine from 1 to `floor` over `steps` (Loshchilov & Hutter, "SGDR", ICLR 2017, eq. 5), and `floor` from then on. */
    | { readonly kind: 'cosine'; readonly steps: number; readonly floor?: number }
    /**
     * From 1 to `rise` over `steps`, by the same factor each step: the loss against the rate shows which rates learn (Smith, "Cyclical
     * Learning Rates", WACV 2017, section 3.3; exponential, as in common use). Stays at `rise`.
     */
    | { readonly kind: 'rangeTest'; readonly steps: number; readonly rise: number }
  );

/** As people read them, before the word schedule. */
export const scheduleTitles: Readonly<Record<ScheduleKind, string>> = {
  constant: 'constant',
  step: 'in steps',
  cosine: 'cosine',
  rangeTest: 'range test',
};
/** What a schedule begins with when it is chosen. */
export const usualSchedules: { readonly [K in ScheduleKind]: Schedule } = {
  constant: { kind: 'constant' },
  step: { kind: 'step', every: 1000, factor: 0.5 },
  cosine: { kind: 'cosine', steps: 2000 },
  rangeTest: { kind: 'rangeTest', steps: 500, rise: 10_000 },
};

/** What the learning rate is multiplied by at a step, 1 for the first. */
export function rateFactor(schedule: Schedule, step: number): number {
  const { warmUpSteps = 0 } = schedule;
  const ramp = step < warmUpSteps ? step / warmUpSteps : 1;
  return ramp * factorAt(schedule, step - 1);
}

/** `done` steps have been taken before. */
function factorAt(schedule: Schedule, done: number): number {
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return wholePower(schedule.factor, Math.floor(done / schedule.every));
    case 'cosine': {
      const floor = schedule.floor ?? 0;
      return floor + ((1 - floor) * (1 + cosineOfHalfTurns(Math.min(1, done / schedule.steps)))) / 2;
    }
    case 'rangeTest':
      return powerOfFraction(schedule.rise, Math.min(1, done / Math.max(1, schedule.steps - 1)));
    default:
      return schedule satisfies never;
  }
}

function wholePower(base: number, exponent: number): number {
  let power = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square) {
    if (left % 2 === 1) power *= square;
  }
  return power;
}

/** base^fraction for a fraction from 0 to 1, one binary digit after the other. */
function powerOfFraction(base: number, fraction: number): number {
  if (fraction === 1) return base;
  let power = 1;
  let root = base;
  for (let left = fraction; left > 0;) {
    root = Math.sqrt(root);
    left *= 2;
    if (left < 1) continue;
    power *= root;
    left -= 1;
  }
  return power;
}

/** cos(π t) for t from 0 to 1, by its series; the last term left out is below 1e-13. */
function cosineOfHalfTurns(t: number): number {
  // cos(π t) = −sin(π (t − 1/2)): the series is summed where it is short, and is exactly 0 in the middle.
  const x = Math.PI * (t - 0.5);
  let term = x;
  let sine = x;
  for (let n = 2; n <= 18; n += 2) {
    term *= -(x * x) / (n * (n + 1));
    sine += term;
  }
  return -sine;
}

/** Why a schedule from outside cannot be, in words for the reader; null when it can. */
export function scheduleProblem(schedule: Schedule): string | null {
  const found = schedule as unknown as Readonly<Record<string, unknown>>;
  if (!scheduleKinds.some((kind) => kind === found['kind'])) {
    return `A schedule must be one of ${scheduleKinds.join(', ')}, found ${String(found['kind'])}. Choose constant if in doubt.`;
  }
  const wanted: [name: string, range: 'steps' | 'share' | 'positive', isOptional: boolean][] = [
    ['warmUpSteps', 'steps', true],
  ];
  if (schedule.kind === 'step') wanted.push(['every', 'steps', false], ['factor', 'positive', false]);
  if (schedule.kind === 'cosine') wanted.push(['steps', 'steps', false], ['floor', 'share', true]);
  if (schedule.kind === 'rangeTest') wanted.push(['steps', 'steps', false], ['rise', 'positive', false]);
  for (const [name, range, isOptional] of wanted) {
    const value = found[name];
    if (value === undefined && isOptional) continue;
    const number = typeof value === 'number' ? value : NaN;
    const smallest = name === 'warmUpSteps' ? 0 : 1;
    const [expected, isValid, nearest] = {
      steps: [
        `a whole number, ${smallest} or more`,
        Number.isInteger(number) && number >= smallest,
        Math.max(smallest, Math.round(number)),
      ],
      share: ['from 0 to 1', number >= 0 && number <= 1, Math.min(1, Math.max(0, number))],
      positive: ['a positive number', number > 0 && Number.isFinite(number), name === 'rise' ? 1000 : 0.1],
    }[range] as [string, boolean, number];
    if (!isValid) {
      const suggestion = Number.isFinite(nearest) ? nearest : 100;
      return `The schedule ${schedule.kind} expects “${name}” to be ${expected}, found ${String(value)}. Choose ${suggestion}.`;
    }
  }
  return null;
}
