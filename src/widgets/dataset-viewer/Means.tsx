/** The mean image of a split and of each of its classes; a class that is pressed is the one that the grid shows. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { SplitName } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import type { DataChoice } from '../../engine/protocol';
import type { DataMicroscope } from '../../lab/dataMicroscope';
import { Sample } from './Sample';
import styles from './View.module.css';
import { className, kindOf, kindWords, splitTitles } from './state';
import { useAnswer } from './useMicroscope';
import type { SeenSet } from './useMicroscope';

export interface MeansProps {
  readonly microscope: DataMicroscope;
  readonly choice: DataChoice;
  readonly set: SeenSet;
  readonly split: SplitName;
  readonly label: number | null;
  readonly onLabel: (label: number | null) => void;
}

export function Means({ microscope, choice, set, split, label, onLabel }: MeansProps): ReactNode {
  const { info, key, edits } = set;
  const size = info.shape[0] * info.shape[1] * info.shape[2];
  // A label changed by hand moves an image from one mean to another.
  const { answer, problem } = useAnswer(`${key} ${split} ${JSON.stringify([edits.isOn, edits.changes])}`, () =>
    microscope.means(choice, split),
  );
  const means = useMemo(
    () =>
      answer === null ? null : info.classes.map((_, each) => answer.byClass.subarray(each * size, (each + 1) * size)),
    [answer, info, size],
  );
  const { many } = kindWords[kindOf(info.shape)];
  return (
    <div>
      <p className={styles.note}>
        {problem ??
          `Mean of all ${splitTitles[split]} ${many}, and of those of each class. Press a class to browse it.`}
      </p>
      <ul className={styles.means} aria-label={`Mean ${splitTitles[split]} ${many}`}>
        {[null, ...info.classes.keys()].map((each) => {
          const name = each === null ? 'all' : className(info, each);
          const count = each === null ? info.counts[split] : (answer?.counts[each] ?? 0);
          return (
            <li key={each ?? 'all'}>
              <button
                type="button"
                className={styles.thumbnail}
                aria-pressed={label === each}
                aria-label={`${name}: mean of ${formatInteger(count)} ${many}`}
                onClick={() => onLabel(each)}
              >
                <Sample
                  values={each === null ? (answer?.all ?? null) : (means?.[each] ?? null)}
                  shape={info.shape}
                  label=""
                />
                <span className={styles.name}>{name}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
