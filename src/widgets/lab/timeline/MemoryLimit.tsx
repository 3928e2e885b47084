/** How much memory the checkpoints of a run may take. */

import type { ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import type { RunHandle } from '../../../lab/runState';
import { Select } from '../../../ui/Select';

const limits = [16, 64, 256] as const;

export interface MemoryLimitProps {
  readonly run: RunHandle;
  readonly limitBytes: number;
}

export function MemoryLimit({ run, limitBytes }: MemoryLimitProps): ReactNode {
  return (
    <Select
      label="Memory for checkpoints"
      value={String(limitBytes / 2 ** 20)}
      options={[...new Set([...limits, limitBytes / 2 ** 20])]
        .sort((one, other) => one - other)
        .map((mebibytes) => ({ value: String(mebibytes), label: `${formatInteger(mebibytes)} MiB` }))}
      onChange={(mebibytes) => run.actions.setMemoryLimit(Number(mebibytes) * 2 ** 20)}
    />
  );
}
