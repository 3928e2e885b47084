/**
 * What is there more than once: equal images of all splits, found at once, and near duplicates between two splits, looked for one by one
 * with progress and a way to stop.
 */

import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { splitNames } from '../../data/dataSet';
import type { SplitName } from '../../data/dataSet';
import { overlapWords } from '../../data/overlap';
import { formatInteger, formatNumber } from '../../draw/format';
import type { DataChoice } from '../../engine/protocol';
import type { DataMicroscope, DataProgress } from '../../lab/dataMicroscope';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { NumberField } from '../../ui/NumberField';
import { ProgressBar } from '../../ui/ProgressBar';
import { Select } from '../../ui/Select';
import { Sample } from './Sample';
import styles from './View.module.css';
import { className, kindOf, kindWords, splitTitles } from './state';
import { messageOf, useAnswer, useSamples } from './useMicroscope';
import type { SeenSet } from './useMicroscope';

export interface TwinsProps {
  readonly microscope: DataMicroscope;
  readonly choice: DataChoice;
  readonly set: SeenSet;
  /** Pairs on one page. */
  readonly slots: number;
  readonly onOpen: (split: SplitName, index: number) => void;
}

/** Two images side by side. */
interface Pair {
  readonly one: { readonly split: SplitName; readonly index: number };
  readonly other: { readonly split: SplitName; readonly index: number };
  readonly distance: number;
}

interface Search {
  readonly progress: DataProgress | null;
  readonly pairs: readonly Pair[] | null;
  readonly words: string;
}

const splitOptions = splitNames.map((value) => ({ value, label: splitTitles[value] }));

export function Twins({ microscope, choice, set, slots, onOpen }: TwinsProps): ReactNode {
  const kind = kindOf(set.info.shape);
  const isPicture = kind === 'picture';
  const words = kindWords[kind];
  const [split, setSplit] = useState<SplitName>('test');
  const [among, setAmong] = useState<SplitName>('train');
  const [distance, setDistance] = useState(isPicture ? 10 : 0.01);
  const [search, setSearch] = useState<Search | null>(null);
  const [page, setPage] = useState(0);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const equal = useAnswer(set.key, () => microscope.overlap(choice));
  const equalPairs = useMemo(
    () => equal.answer?.examples.map(({ first, second }) => ({ one: second, other: first, distance: 0 })) ?? [],
    [equal.answer],
  );

  const start = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setPage(0);
    setSearch({ progress: { task: `Comparing ${words.many}`, done: 0, total: 1 }, pairs: null, words: '' });
    try {
      const found = await microscope.closePairs(
        choice,
        { split, among, distance },
        (progress) => {
          if (!controller.signal.aborted) setSearch({ progress, pairs: null, words: '' });
        },
        controller.signal,
      );
      if (controller.signal.aborted) return;
      const pairs = found.map((pair) => ({
        one: { split, index: pair.index },
        other: { split: among, index: pair.nearest },
        distance: pair.distance,
      }));
      setSearch({ progress: null, pairs, words: foundWords(pairs.length, words, split, among, distance) });
    } catch (error) {
      if (!controller.signal.aborted) setSearch({ progress: null, pairs: [], words: messageOf(error) });
    }
  };
  const stop = (): void => {
    running.current?.abort();
    setSearch({ progress: null, pairs: null, words: 'Stopped. Nothing is kept of a search that was not finished.' });
  };

  const searching = search?.progress ?? null;
  const isSearching = searching !== null;
  const pairs = search?.pairs ?? equalPairs;
  const pages = Math.max(1, Math.ceil(pairs.length / slots));
  const shown = useMemo(() => pairs.slice(page * slots, (page + 1) * slots), [pairs, page, slots]);
  return (
    <div>
      <p className={styles.note}>
        {equal.problem ??
          (equal.answer === null
            ? `Looking for equal ${words.many} …`
            : `Equal ${words.many}: ${lower(overlapWords(equal.answer, words))}`)}
      </p>
      <ControlRow label="Near duplicates" note="">
        <Select
          label="Near duplicates of"
          value={split}
          options={splitOptions}
          onChange={setSplit}
          isDisabled={isSearching}
        />
        <Select label="among" value={among} options={splitOptions} onChange={setAmong} isDisabled={isSearching} />
        <NumberField
          label="at most"
          unit={isPicture ? 'grey levels apart' : 'apart'}
          digits={4}
          value={distance}
          onChange={setDistance}
          rule={{ name: 'distance', minimum: 0, maximum: 255 }}
          scale={{ kind: 'logarithmic', first: isPicture ? 1 : 0.001 }}
          isDisabled={isSearching}
        />
        <span className={styles.search}>
          {isSearching ? <Button onPress={stop}>Stop</Button> : <Button onPress={() => void start()}>Search</Button>}
        </span>
      </ControlRow>
      <div className={styles.progress}>
        {searching !== null ? (
          <ProgressBar label={searching.task} fraction={searching.done / Math.max(1, searching.total)} />
        ) : (
          <p className={styles.note} aria-live="polite">
            {search?.words ?? ''}
          </p>
        )}
      </div>
      <Pairs microscope={microscope} choice={choice} set={set} pairs={shown} slots={slots} onOpen={onOpen} />
      <div className={styles.pages}>
        <Button variant="quiet" isDisabled={page === 0} onPress={() => setPage(page - 1)} label="Previous pairs">
          Previous
        </Button>
        <span className={styles.range}>
          {pairs.length === 0
            ? 'no pairs'
            : `${formatInteger(page * slots + 1)}–${formatInteger(page * slots + shown.length)} of ${formatInteger(pairs.length)} pairs`}
        </span>
        <Button variant="quiet" isDisabled={page >= pages - 1} onPress={() => setPage(page + 1)} label="Next pairs">
          Next
        </Button>
      </div>
    </div>
  );
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function foundWords(
  count: number,
  { one, many }: { readonly one: string; readonly many: string },
  split: SplitName,
  among: SplitName,
  distance: number,
): string {
  const found = count === 0 ? 'No' : formatInteger(count);
  const images = `${splitTitles[split]} ${count === 1 ? `${one} has` : `${many} have`}`;
  const twin = split === among ? 'an earlier one' : `a ${splitTitles[among]} ${one}`;
  return `${found} ${images} ${twin} at most ${formatNumber(distance)} apart.`;
}

interface PairsProps extends Omit<TwinsProps, 'slots'> {
  readonly pairs: readonly Pair[];
  readonly slots: number;
}

function Pairs({ microscope, choice, set, pairs, slots, onOpen }: PairsProps): ReactNode {
  const { info, labels, key } = set;
  const wanted = (split: SplitName): readonly number[] =>
    pairs.flatMap(({ one, other }) => [one, other].filter((each) => each.split === split).map(({ index }) => index));
  const samples = {
    train: useSamples(microscope, choice, key, 'train', wanted('train')),
    validation: useSamples(microscope, choice, key, 'validation', wanted('validation')),
    test: useSamples(microscope, choice, key, 'test', wanted('test')),
  };
  return (
    <ul className={styles.pairs} aria-label="Pairs">
      {Array.from({ length: slots }, (_, place) => {
        const pair = pairs[place];
        if (pair === undefined) return <li key={place} className={styles.pairGap} aria-hidden="true" />;
        const { one, other, distance } = pair;
        const nameOf = ({ split, index }: Pair['one']): string => className(info, labels[split][index] ?? 0);
        const words = `${splitTitles[one.split]} ${formatInteger(one.index)}, ${splitTitles[other.split]} ${formatInteger(other.index)}`;
        const differ = nameOf(one) === nameOf(other) ? nameOf(one) : `${nameOf(one)} and ${nameOf(other)}`;
        return (
          <li key={place}>
            <button type="button" className={styles.pair} onClick={() => onOpen(one.split, one.index)}>
              <span className={styles.pairImages}>
                <Sample values={samples[one.split].get(one.index) ?? null} shape={info.shape} label="" />
                <Sample values={samples[other.split].get(other.index) ?? null} shape={info.shape} label="" />
              </span>
              <span className={styles.name}>{differ}</span>{' '}
              <span className={styles.far}>
                {words} · {distance === 0 ? 'equal' : formatNumber(distance)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
