/**
 * The branches of a run as a small tree over the curves' axis of steps, and beside each of its lanes what that branch is and what can be
 * done with it. A press on a branch goes on with it. Behind it stands a table.
 */

import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { branchLanes, lanePath } from '../../../draw/branchTree';
import type { BranchLane } from '../../../draw/branchTree';
import { formatInteger, formatPercent, noNumber } from '../../../draw/format';
import type { RunHandle, RunState } from '../../../lab/runState';
import type { Branch } from '../../../lab/timeline';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import type { DataColumn } from '../../../ui/DataTable';
import { niceCeiling } from '../../../ui/lineChartModel';
import { useWidth } from '../../../ui/useWidth';
import { useRunState } from '../../useRun';
import styles from './Branches.module.css';
import { MemoryLimit } from './MemoryLimit';
import { branchWords } from './changeWords';

export interface BranchesProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly onSaid: (words: string) => void;
}

/** As the rows beside the tree are high. */
const lanePx = 40;
const sidePx = 12;
/** `A` … `Z`, `A2` … */
function letterOf(lane: number): string {
  const round = Math.floor(lane / 26);
  return `${String.fromCharCode(65 + (lane % 26))}${round === 0 ? '' : String(round + 1)}`;
}

interface Row {
  readonly branch: Branch;
  readonly lane: BranchLane;
  readonly letter: string;
  readonly words: string;
  readonly isCurrent: boolean;
  readonly isLeaf: boolean;
}

/** One row for each lane. Of the present branch, the run's state knows more than the timeline. */
function rowsOf(
  { timeline, id, dataSets }: Pick<RunState, 'timeline' | 'id' | 'dataSets'>,
  newest: number,
): readonly Row[] {
  const branches = timeline.branches.map((branch) => (branch.id === id ? { ...branch, lastStep: newest } : branch));
  return branchLanes(branches).flatMap((lane) => {
    const branch = timeline.branches.find((candidate) => candidate.id === lane.id);
    if (branch === undefined) return [];
    return [
      {
        branch,
        lane,
        letter: letterOf(lane.lane),
        words: branchWords(branch, timeline.branches, dataSets),
        isCurrent: branch.id === id,
        isLeaf: branches.every(({ parent }) => parent?.id !== branch.id),
      },
    ];
  });
}

function useRows(run: RunHandle, isVisible: boolean): readonly Row[] {
  const timeline = useRunState(run, (state) => state.timeline, isVisible);
  const id = useRunState(run, (state) => state.id, isVisible);
  const dataSets = useRunState(run, (state) => state.dataSets, isVisible);
  const newest = useRunState(run, (state) => state.status?.step ?? 0, isVisible);
  return rowsOf({ timeline, id, dataSets }, newest);
}

export function Branches({ run, isVisible, onSaid }: BranchesProps): ReactNode {
  const rows = useRows(run, isVisible);
  const view = useRunState(run, (state) => state.view?.step ?? null, isVisible);
  const limitBytes = useRunState(run, (state) => state.timeline.limitBytes, isVisible);
  const [frame, widthPx] = useWidth<HTMLDivElement>();
  const last = niceCeiling(Math.max(...rows.map(({ lane }) => lane.toStep)), 100);
  const toX = scaleLinear([0, last], [sidePx, Math.max(sidePx + 1, widthPx - sidePx)]);
  const toY = (lane: number): number => (lane + 0.5) * lanePx;
  const current = rows.find(({ isCurrent }) => isCurrent);
  return (
    <div className={styles.branches}>
      <div className={styles.columns}>
        <div ref={frame} className={styles.tree}>
          {widthPx > 0 && (
            <svg width={widthPx} height={rows.length * lanePx} aria-hidden="true" className={styles.svg}>
              {[...rows]
                .sort((one, other) => Number(one.isCurrent) - Number(other.isCurrent))
                .map(({ lane, branch, letter, isCurrent }) => (
                  <g key={branch.id} className={isCurrent ? styles.current : styles.other}>
                    <path d={lanePath(lane, toX, toY)} />
                    <circle cx={toX(lane.toStep)} cy={toY(lane.lane)} r={3.5} />
                    <text x={toX(lane.toStep) - 8} y={toY(lane.lane) - 7} textAnchor="end">
                      {letter}
                    </text>
                  </g>
                ))}
              {view !== null && current !== undefined && (
                <line x1={toX(view)} x2={toX(view)} y2={rows.length * lanePx} className={styles.view} />
              )}
            </svg>
          )}
        </div>
        <ul className={styles.list} aria-label="Branches">
          {rows.map((row) => (
            <BranchRow key={row.branch.id} row={row} run={run} onSaid={onSaid} />
          ))}
        </ul>
      </div>
      <div className={styles.limit}>
        <MemoryLimit run={run} limitBytes={limitBytes} />
      </div>
    </div>
  );
}

function BranchRow({
  row: { branch, lane, letter, words, isCurrent, isLeaf },
  run,
  onSaid,
}: {
  readonly row: Row;
  readonly run: RunHandle;
  readonly onSaid: (words: string) => void;
}): ReactNode {
  const where = `from step ${formatInteger(lane.fromStep)} to ${formatInteger(lane.toStep)}`;
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.choose}
        aria-current={isCurrent || undefined}
        aria-label={`${letter} ${words}, ${where}${isCurrent ? ', the present one' : ''}`}
        onClick={() => {
          if (isCurrent) return;
          void run.actions.switchTo(branch.id).then(() => {
            if (run.store.getState().id === branch.id) onSaid(`On branch ${letter}: ${words}, ${where}.`);
          });
        }}
      >
        <span className={styles.letter}>{letter}</span>
        <span className={styles.name} title={words}>
          {words}
        </span>
        <span className={styles.steps}>
          {lane.fromStep === 0 ? '' : `${formatInteger(lane.fromStep)} → `}
          {formatInteger(lane.toStep)}
        </span>
      </button>
      <span className={styles.forget}>
        {isLeaf && !isCurrent && (
          <Button
            variant="quiet"
            label={`Forget ${letter}`}
            onPress={() => {
              run.actions.forget(branch.id);
              onSaid(`Branch ${letter}, ${words}, is forgotten.`);
            }}
          >
            Forget
          </Button>
        )}
      </span>
    </li>
  );
}

const columns: readonly DataColumn[] = [
  { label: 'branch', align: 'start' },
  { label: 'change', align: 'start', isWrapped: true },
  { label: 'from step' },
  { label: 'last step' },
  { label: 'best test accuracy' },
];

export function BranchTable({ run, isVisible }: Omit<BranchesProps, 'onSaid'>): ReactNode {
  const rows = useRows(run, isVisible);
  const testPoints = useRunState(run, (state) => state.testPoints, isVisible);
  return (
    <DataTable
      caption="Branches of this run"
      columns={columns}
      rows={rows.map(({ branch, lane, letter, words, isCurrent }) => {
        const points = isCurrent ? testPoints : branch.testPoints;
        const best = Math.max(-1, ...points.map(({ accuracy }) => accuracy));
        return [
          isCurrent ? `${letter} (now)` : letter,
          words,
          formatInteger(lane.fromStep),
          formatInteger(lane.toStep),
          best < 0 ? noNumber : formatPercent(best),
        ];
      })}
    />
  );
}
