/**
 * The network explorer: network → layer → cell, one click apart, in the same figure. It shows one image's way through the run's
 * present weights; every number in it was computed by the run, or from its numbers by `cell.ts`.
 *
 * The picture to hold: the drawing on top chooses a layer; below stand, from left to right as the values flow, the layer before, the
 * weights or the arithmetic, and the layer's own output. A narrow figure stacks them and shows the drawing at the top level only.
 */

import { useMemo, useSyncExternalStore } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatExtent, formatInteger } from '../../draw/format';
import { networkLayout } from '../../draw/networkLayout';
import { currentInput, imageOf } from '../../lab/currentInput';
import type { CurrentInput } from '../../lab/currentInput';
import { classNamesOf, networkOfRun } from '../../lab/runNetwork';
import type { NetworkSpec } from '../../network/spec';
import { DataTable } from '../../ui/DataTable';
import { FigureMenu } from '../../ui/FigureMenu';
import { useWidth } from '../../ui/useWidth';
import { LinkNotice } from '../LinkNotice';
import { useInspection } from '../useInspection';
import type { InspectionQuestion } from '../useInspection';
import { useRun, useRunState, useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { InputBar } from './InputBar';
import { LayerPanel } from './LayerPanel';
import { NetworkDrawing } from './NetworkDrawing';
import { Trail } from './Trail';
import styles from './View.module.css';
import { slotsOf } from './cell';
import { layerViews, layoutLayers, receptiveField } from './layers';
import type { LayerView } from './layers';
import type { NetworkExplorerAttributes } from './schema';
import { atLayer, back, explorerForm, firstState, selectionIn } from './state';

/** From here on the drawing lies on its side and the panel has three columns. */
const widePx = 700;

export function View({ id, attributes, visible }: ViewProps<NetworkExplorerAttributes>): ReactNode {
  const run = useRun(attributes.run, { network: attributes.network });
  const input = currentInput(attributes.run);
  const own = useWidgetState(id, firstState, explorerForm);
  const { state, set, reset, link } = own;
  const spec = useRunState(run, networkOfRun, visible);
  const classes = useRunState(run, classNamesOf, visible);
  const unavailable = useRunState(run, (current) => current.unavailable, visible);
  const image = useSyncExternalStore(input.store.subscribe, () => input.store.getState());
  const [figure, widthPx] = useWidth<HTMLDivElement>();

  const views = useMemo(() => layerViews(spec), [spec]);
  const isWide = widthPx >= widePx;
  const layout = useMemo(
    () =>
      networkLayout(layoutLayers(views), { arrangement: isWide ? 'wide' : 'narrow', widthPx: Math.max(320, widthPx) }),
    [views, isWide, widthPx],
  );
  const selection = selectionIn(state, views, isWide);
  const selected = selection.level === 'network' ? null : selection.view;

  const slots = selected?.layer == null ? '' : slotsOf(selected.layer).join(' ');
  const question = useQuestion(image, views, slots);
  const { answer, problem } = useInspection(run, question, visible);
  const inspection = answer?.inspection ?? null;

  const goBack = (): void => set(back(state, selection));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || selection.level === 'network' || event.defaultPrevented) return;
    event.preventDefault();
    goBack();
  };
  const field = selection.level === 'cell' ? receptiveField(views, selection.view.index, selection.cell) : null;
  const inputView = views[0];
  const isDrawingShown = isWide || selection.level === 'network';
  const hasTable = state.isTableShown || (isWide && selection.level === 'network');
  return (
    <div ref={figure} className={styles.explorer} data-wide={isWide} onKeyDown={onKeyDown}>
      <LinkNotice figure={own} />
      {inputView !== undefined && (
        <div className={styles.head}>
          <InputBar
            run={run}
            input={input}
            inputView={inputView}
            classes={classes}
            inspection={inspection}
            frames={field === null ? [] : [{ ...field, kind: 'linked' }]}
            isVisible={visible}
          />
          <FigureMenu
            isTableShown={state.isTableShown}
            onTableChange={(isTableShown) => set({ ...state, isTableShown })}
            link={() => link()}
            onReset={reset}
          />
        </div>
      )}
      {widthPx > 0 && isDrawingShown && (
        <NetworkDrawing
          title={spec.title}
          views={views}
          layout={layout}
          inspection={inspection}
          selected={selected?.index ?? null}
          channel={selection.level === 'network' ? 0 : selection.channel}
          onPick={(view) => set(atLayer(state, view))}
        />
      )}
      <Trail spec={spec} views={views} selection={selection} state={state} set={set} isWide={isWide} />
      <p className={styles.problem} aria-live="polite">
        {unavailable ?? problem}
      </p>
      {selection.level !== 'network' && (
        <LayerPanel
          key={`${spec.name} ${selection.view.name}`}
          views={views}
          selection={selection}
          inspection={inspection}
          state={state}
          set={set}
          isWide={isWide}
          widthPx={widthPx}
        />
      )}
      {hasTable && <LayersTable spec={spec} views={views} />}
    </div>
  );
}

/** All layers' outputs for this image, and the slots named (with blanks between them), from one step. */
function useQuestion(image: CurrentInput, views: readonly LayerView[], slots: string): InspectionQuestion {
  return useMemo(
    () => ({
      image: imageOf(image),
      layers: views.flatMap(({ layer, name }) => (layer === null ? [] : [name])),
      slots: slots === '' ? [] : slots.split(' '),
    }),
    [image, views, slots],
  );
}

function LayersTable({ spec, views }: { readonly spec: NetworkSpec; readonly views: readonly LayerView[] }): ReactNode {
  return (
    <div className={styles.table}>
      <DataTable
        caption={`The layers of ${spec.title}`}
        columns={[
          { label: 'layer', align: 'start' },
          { label: 'operation', align: 'start' },
          { label: 'output' },
          { label: 'parameters' },
          { label: 'multiply-adds' },
          { label: 'receptive field' },
        ]}
        rows={views.map(({ name, operation, shape, summary }) => [
          name,
          operation,
          formatExtent(shape),
          summary === null ? '' : formatInteger(summary.parameters),
          summary === null ? '' : formatInteger(summary.multiplyAdds),
          summary === null ? '' : formatExtent(summary.receptiveField.size),
        ])}
        maximumHeightPx={460}
      />
    </div>
  );
}
