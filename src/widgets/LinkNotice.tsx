/** Says in the figure why the link that led here was not followed. It is there from the figure's first moment, read out, and put away by the reader. */

import type { ReactNode } from 'react';
import { Problem } from '../ui/Problem';

export interface LinkNoticeProps {
  readonly figure: { readonly linkProblem: string | null; readonly dismissLinkProblem: () => void };
}

export function LinkNotice({ figure }: LinkNoticeProps): ReactNode {
  if (figure.linkProblem === null) return null;
  return <Problem message={figure.linkProblem} onDismiss={figure.dismissLinkProblem} />;
}
