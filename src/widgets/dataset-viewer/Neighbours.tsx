/** The images nearest to the one that is looked at, in each split, with their distances. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { splitNames } from '../../data/dataSet';
import type { SplitName } from '../../data/dataSet';
import type { Neighbour } from '../../data/neighbours';
import { formatInteger, formatNumber } from '../../draw/format';
import type { DataChoice } from '../../engine/protocol';
import type { DataMicroscope } from '../../lab/dataMicroscope';
import { Sample } from './Sample';
import styles from './View.module.css';
import { capital, className, kindOf, kindWords, splitTitles } from './state';
import { useAnswer, useSamples } from './useMicroscope';
import type { SeenSet } from './useMicroscope';

export interface NeighboursProps {
  readonly microscope: DataMicroscope;
  readonly choice: DataChoice;
  readonly set: SeenSet;
  readonly split: SplitName;
  readonly index: number;
  readonly count: number;
  readonly onOpen: (split: SplitName, index: number) => void;
}

export function Neighbours(props: NeighboursProps): ReactNode {
  const { microscope, choice, set, split, index, count, onOpen } = props;
  const { answer, problem } = useAnswer(`${set.key} ${split} ${index} ${count}`, () =>
    microscope.neighbours(choice, split, index, count),
  );
  const unit = kindOf(set.info.shape) === 'picture' ? ' grey levels per pixel' : '';
  return (
    <div>
      <p className={styles.note}>
        {problem ?? `Distance: root mean square of the differences, in${unit === '' ? ' units of the values' : unit}.`}
      </p>
      {splitNames.map((other) => (
        <Row
          key={other}
          microscope={microscope}
          choice={choice}
          set={set}
          split={other}
          found={answer?.[other] ?? null}
          count={count}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}

interface RowProps extends Omit<NeighboursProps, 'index'> {
  /** Null while they are looked for. */
  readonly found: readonly Neighbour[] | null;
}

function Row({ microscope, choice, set, split, found, count, onOpen }: RowProps): ReactNode {
  const { info, labels, key } = set;
  const indices = useMemo(() => found?.map(({ index }) => index) ?? [], [found]);
  const samples = useSamples(microscope, choice, key, split, indices);
  const { one } = kindWords[kindOf(info.shape)];
  return (
    <div className={styles.row}>
      <span className={styles.rowName}>{capital(splitTitles[split])}</span>
      <ul
        className={styles.rowImages}
        aria-label={`Nearest ${splitTitles[split]} ${kindWords[kindOf(info.shape)].many}`}
        style={{ gridTemplateColumns: `repeat(${count}, minmax(0, 1fr))` }}
      >
        {Array.from({ length: count }, (_, place) => {
          const neighbour = found?.[place];
          if (neighbour === undefined) return <li key={place} className={styles.gap} aria-hidden="true" />;
          const { index, distance } = neighbour;
          const name = className(info, labels[split][index] ?? 0);
          const far = formatNumber(distance);
          return (
            <li key={place}>
              <button
                type="button"
                className={styles.thumbnail}
                aria-label={`${name} ${far}: ${splitTitles[split]} ${one} ${formatInteger(index)}`}
                onClick={() => onOpen(split, index)}
              >
                <Sample values={samples.get(index) ?? null} shape={info.shape} label="" />
                <span className={styles.name}>{name}</span> <span className={styles.far}>{far}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
