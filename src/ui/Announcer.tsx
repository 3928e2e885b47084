/** Says what matters, once, to a reader who hears the page: started, halved, finished, failed. Nothing is shown. */

import type { ReactNode } from 'react';
import hidden from './hidden.module.css';

export function Announcer({ children }: { readonly children: string }): ReactNode {
  return (
    <div aria-live="polite" aria-atomic="true" className={hidden.hidden}>
      {children}
    </div>
  );
}
