/** One page of test images with truth and answer. Images are asked for when they are to be seen, and kept for the page's life. */

import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatInteger, formatPercent } from '../../draw/format';
import type { ImagesReply, Predictions } from '../../engine/protocol';
import { latest } from '../../lab/latest';
import type { RunHandle } from '../../lab/runState';
import { Example } from '../../ui/Example';
import styles from './View.module.css';
import { imageAt } from './state';

interface Thumbnail {
  readonly shape: ImagesReply['shape'];
  readonly values: Uint8Array | Float32Array;
}
/** Images of one data set, by index. */
interface Known {
  readonly dataSet: string;
  readonly images: ReadonlyMap<number, Thumbnail>;
}

function withReply(known: Known, dataSet: string, indices: readonly number[], reply: ImagesReply): Known {
  const [height, width, channels] = reply.shape;
  const size = height * width * channels;
  const values = reply.numbers ?? reply.pixels;
  const images = new Map(known.dataSet === dataSet ? known.images : []);
  indices.forEach((index, place) => {
    images.set(index, { shape: reply.shape, values: values.subarray(place * size, (place + 1) * size) });
  });
  return { dataSet, images };
}

function useThumbnails(run: RunHandle, dataSet: string, indices: readonly number[]): ReadonlyMap<number, Thumbnail> {
  const [known, setKnown] = useState<Known>({ dataSet, images: new Map() });
  const asker = useMemo(
    () =>
      latest<{ readonly dataSet: string; readonly indices: readonly number[] }, ImagesReply>({
        answer: (question) => run.actions.images('test', question.indices),
        onAnswer: (reply, question) =>
          setKnown((before) => withReply(before, question.dataSet, question.indices, reply)),
        // The places stay empty; the evaluation beside them says what is wrong with the run.
        onError: () => undefined,
      }),
    [run],
  );
  useEffect(() => () => asker.stop(), [asker]);
  const missing = indices.filter((index) => known.dataSet !== dataSet || !known.images.has(index)).join(' ');
  useEffect(() => {
    if (missing !== '') asker.ask({ dataSet, indices: missing.split(' ').map(Number) });
  }, [asker, dataSet, missing]);
  return known.dataSet === dataSet ? known.images : noImages;
}
const noImages: ReadonlyMap<number, Thumbnail> = new Map();

export interface GalleryProps {
  readonly run: RunHandle;
  readonly dataSet: string;
  readonly predictions: Predictions | null;
  /** In the evaluation. */
  readonly places: readonly number[];
  /** Places that are kept, so that a short page is as high as a full one. */
  readonly slots: number;
  readonly names: readonly string[];
  /** Truth and answer stand below each other. */
  readonly hasLongNames: boolean;
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
  /** Said when there is no image. */
  readonly empty: string;
}

export function Gallery({
  run,
  dataSet,
  predictions,
  places,
  slots,
  names,
  hasLongNames,
  selected,
  onSelect,
  empty,
}: GalleryProps): ReactNode {
  const indices = predictions === null ? [] : places.map((place) => imageAt(predictions, place));
  const images = useThumbnails(run, dataSet, indices);
  return (
    <div className={styles.gallery}>
      {empty !== '' && <p className={styles.empty}>{empty}</p>}
      <ul className={styles.images} data-long={hasLongNames} aria-label="Test images">
        {Array.from({ length: slots }, (_, slot) => {
          const place = places[slot];
          const index = indices[slot];
          if (index === undefined || place === undefined || predictions === null)
            return <li key={slot} className={styles.gap} aria-hidden="true" />;
          return (
            <li key={slot}>
              <Answered
                index={index}
                image={images.get(index) ?? null}
                truth={names[predictions.labels[place] ?? 0] ?? ''}
                answer={names[predictions.predicted[place] ?? 0] ?? ''}
                confidence={predictions.confidence[place] ?? 0}
                isLong={hasLongNames}
                isSelected={index === selected}
                onSelect={onSelect}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface AnsweredProps {
  readonly index: number;
  readonly image: Thumbnail | null;
  readonly truth: string;
  readonly answer: string;
  readonly confidence: number;
  readonly isLong: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (index: number) => void;
}

function Answered({ index, image, truth, answer, confidence, isLong, isSelected, onSelect }: AnsweredProps): ReactNode {
  const isWrong = truth !== answer;
  const verdict = isWrong ? `${truth} → ${answer}` : answer;
  const sure = formatPercent(confidence, 0);
  return (
    <button
      type="button"
      className={styles.thumbnail}
      aria-pressed={isSelected}
      // What is seen comes first in what is heard, so that a reader who speaks to the page can name the button.
      aria-label={`${verdict} ${sure}: test image ${formatInteger(index)}, ${truth} read as ${answer}`}
      onClick={() => onSelect(index)}
    >
      {image === null ? <span className={styles.picture} /> : <Example {...image} label="" />}
      <span className={styles.verdict} data-wrong={isWrong}>
        {isLong && isWrong ? (
          <>
            {truth}
            <br />→ {answer}
          </>
        ) : (
          verdict
        )}
      </span>
      <span className={styles.confidence}>{sure}</span>
    </button>
  );
}
