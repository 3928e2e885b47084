/** One work, as a list of works cited and the bibliography show it. */

import type { ReactNode } from 'react';
import type { Reference } from './model';

export function WorkCited({ reference }: { readonly reference: Reference }): ReactNode {
  const { authors, year, title, container, detail, doi, url } = reference;
  const address = doi === null ? url : `https://doi.org/${doi}`;
  return (
    <>
      {authors} ({year}). {title}
      {/[.?!]$/.test(title) ? ' ' : '. '}
      {container !== '' && <cite>{container}</cite>}
      {container === '' || detail.startsWith(',') || detail === '' ? detail : ` ${detail}`}
      {(container !== '' || detail !== '') && '. '}
      {address !== null && <a href={address}>{doi === null ? address : `doi:${doi}`}</a>}
    </>
  );
}
