/** What a layer has learned: the kernels of a convolution, the weights of a dense unit, coefficient and bias of sub-sampling. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { largestMagnitude, paintSigned } from '../../draw/colour';
import { formatFixed, formatInteger } from '../../draw/format';
import { parameterArithmetic } from '../../draw/layerText';
import type { ArrayValue } from '../../engine/protocol';
import { connectionsOf } from '../../network/layers/convolution';
import { prototypes } from '../../network/prototypes';
import type { ConvolutionLayer, EuclideanLayer } from '../../network/spec';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import { Channels } from './Channels';
import type { Thumb } from './Channels';
import styles from './View.module.css';
import { layerSentences } from './layerSentences';
import { channelWords, planeOf } from './layers';
import type { LayerView } from './layers';

export interface WeightsPanelProps {
  readonly view: LayerView;
  /** Null for the input. */
  readonly source: LayerView | null;
  /** Null until they have come. */
  readonly weights: Readonly<Record<string, ArrayValue>> | null;
  readonly channel: number;
  readonly onChannel: (channel: number) => void;
  readonly slice: number;
  readonly onSlice: (slice: number) => void;
}

export function WeightsPanel(props: WeightsPanelProps): ReactNode {
  const { view, source } = props;
  const { layer } = view;
  if (layer === null || source === null) {
    return (
      <p className={styles.sentence}>
        The image as the network sees it: its mean taken away, divided by its standard deviation, with a margin around
        it. Pick a layer to see what it makes of it.
      </p>
    );
  }
  switch (layer.kind) {
    case 'convolution':
      return <Kernels {...props} layer={layer} source={source} />;
    case 'dense':
      return <UnitWeights {...props} source={source} />;
    case 'subsampling':
      return <Coefficients {...props} />;
    case 'euclidean':
      return <Prototype layer={layer} channel={props.channel} />;
    default:
      return <p className={styles.sentence}>{layerSentences[layer.kind]}</p>;
  }
}

function Kernels({
  view,
  source,
  weights,
  channel,
  onChannel,
  slice,
  onSlice,
  layer,
}: WeightsPanelProps & { readonly layer: ConvolutionLayer; readonly source: LayerView }): ReactNode {
  const weight = weights?.[`${view.name}.weight`]?.values ?? null;
  const bias = weights?.[`${view.name}.bias`]?.values ?? null;
  const [rows, columns] = layer.kernel;
  const inputs = source.grid.channels;
  // Input channels of a group, which the weights number from 0.
  const seen = inputs / (layer.groups ?? 1);
  const filters = view.grid.channels;
  const isSingle = inputs === 1;
  const limit = useMemo(() => (weight === null ? 0 : largestMagnitude(weight)), [weight]);
  const thumbs = useMemo(() => {
    const kernel =
      (input: number, filter: number): Thumb['paint'] =>
      (rgba, theme) => {
        if (weight === null) return;
        const values = Float32Array.from(
          { length: rows * columns },
          (_, place) => weight[(place * seen + (input % seen)) * filters + filter] ?? 0,
        );
        paintSigned(values, limit, rgba, theme);
      };
    if (isSingle) {
      return Array.from({ length: filters }, (_, filter): Thumb => ({
        id: filter,
        text: String(filter),
        label: `Kernel of filter ${filter}`,
        paint: kernel(0, filter),
      }));
    }
    return (connectionsOf(layer, inputs)[channel] ?? []).map((input): Thumb => ({
      id: input,
      text: source.range === 'colour' ? channelWords(source, input) : String(input),
      label: `Slice for ${channelWords(source, input)} of ${source.name}`,
      paint: kernel(input, channel),
    }));
  }, [weight, limit, rows, columns, inputs, seen, filters, channel, isSingle, layer, source]);
  const chosenSlice = thumbs.some(({ id }) => id === slice) ? slice : (thumbs[0]?.id ?? 0);
  return (
    <div className={styles.weights}>
      <p className={styles.sentence}>
        {isSingle
          ? `${formatInteger(filters)} kernels of ${rows} × ${columns}, one for each map.`
          : `Filter ${channel}: one slice of ${rows} × ${columns} for each ${source.range === 'colour' ? 'colour' : 'map'} of ${source.name} that it sees.`}
      </p>
      <Channels
        label={isSingle ? `Filters of ${view.name}` : `Slices of filter ${channel}`}
        thumbs={thumbs}
        rows={rows}
        columns={columns}
        sidePx={thumbs.length <= 8 ? 72 : 48}
        chosen={isSingle ? channel : chosenSlice}
        onChoose={isSingle ? onChannel : onSlice}
      />
      <p className={styles.quietLine}>
        colours end at ±{formatFixed(limit, 2)}
        {layer.bias !== false && (
          <>
            {' '}
            · bias of filter {channel}: {bias === null ? '–' : formatFixed(bias[channel] ?? 0, 3)}
          </>
        )}
      </p>
    </div>
  );
}

function UnitWeights({
  view,
  source,
  weights,
  channel,
}: WeightsPanelProps & { readonly source: LayerView }): ReactNode {
  const theme = useTheme();
  const weight = weights?.[`${view.name}.weight`]?.values ?? null;
  const bias = weights?.[`${view.name}.bias`]?.values ?? null;
  const units = view.grid.channels;
  const plane = useMemo(() => planeOf(source, 0), [source]);
  const limit = useMemo(() => (weight === null ? 0 : largestMagnitude(weight)), [weight]);
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => {
      if (weight === null) return;
      const values = Float32Array.from(plane.indices, (index) =>
        index < 0 ? 0 : (weight[index * units + channel] ?? 0),
      );
      paintSigned(values, limit, rgba, theme);
    },
    [weight, plane, units, channel, limit, theme],
  );
  const side = Math.min(14, Math.floor(220 / Math.max(plane.rows, plane.columns)));
  return (
    <div className={styles.weights}>
      <p className={styles.sentence}>
        The {formatInteger(source.grid.channels)} weights of unit {channel}, one for each unit of {source.name}, in the
        same places.
      </p>
      <ImageCanvas
        width={plane.columns}
        height={plane.rows}
        paint={paint}
        label={`Weights of unit ${channel} of ${view.name}`}
        displayWidthPx={plane.columns * side}
      />
      <p className={styles.quietLine}>
        colours end at ±{formatFixed(limit, 2)} · bias: {bias === null ? '–' : formatFixed(bias[channel] ?? 0, 3)}
      </p>
    </div>
  );
}

function Coefficients({ view, weights }: WeightsPanelProps): ReactNode {
  const coefficient = weights?.[`${view.name}.coefficient`]?.values ?? null;
  const bias = weights?.[`${view.name}.bias`]?.values ?? null;
  const number = (values: Float32Array | null, channel: number): string =>
    values === null ? '–' : formatFixed(values[channel] ?? 0, 3);
  return (
    <div className={styles.weights}>
      <p className={styles.sentence}>
        Two numbers for each map: the mean of a window is multiplied by the coefficient, then the bias is added (
        {view.layer === null ? '' : parameterArithmetic(view.layer, view.shape, view.shape)} parameters).
      </p>
      <div className={styles.coefficientPlace}>
        <table className={styles.coefficients}>
          <thead>
            <tr>
              <th scope="col">map</th>
              <th scope="col">coefficient</th>
              <th scope="col">bias</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: view.grid.channels }, (_, channel) => (
              <tr key={channel}>
                <th scope="row">{channel}</th>
                <td>{number(coefficient, channel)}</td>
                <td>{number(bias, channel)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Prototype({ layer, channel }: { readonly layer: EuclideanLayer; readonly channel: number }): ReactNode {
  const theme = useTheme();
  const { width, height, values } = prototypes[layer.prototypes];
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) =>
      paintSigned(values.subarray(channel * width * height, (channel + 1) * width * height), 1, rgba, theme),
    [values, channel, width, height, theme],
  );
  return (
    <div className={styles.weights}>
      <p className={styles.sentence}>
        No trained weights: unit {channel} compares its input, laid out in {height} rows of {width}, with this bitmap of
        +1 and −1.
      </p>
      <ImageCanvas
        width={width}
        height={height}
        paint={paint}
        label={`Bitmap of ${channel}`}
        displayWidthPx={width * 18}
      />
    </div>
  );
}
