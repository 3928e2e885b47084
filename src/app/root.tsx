/** The document around every page, and what every page has: header, contents, foot. */
import textFace from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2?url';
import type { ReactNode } from 'react';
import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from 'react-router';
import type { Place } from './lesson';
import { useCurrentSection } from './place';
import { Contents } from './shell/Contents';
import { Header } from './shell/Header';
import { PageFoot } from './shell/PageFoot';
import { earlySearchScript } from './shell/typing';
import { themeScript } from './theme';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/prose.css';
import './styles/print.css';

const base = import.meta.env.BASE_URL;

export const links = () => [
  { rel: 'preload', href: textFace, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' as const },
  { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' },
  { rel: 'icon', href: `${base}icon-32.png`, type: 'image/png', sizes: '32x32' },
  { rel: 'apple-touch-icon', href: `${base}icon-180.png` },
];

export function Layout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme's attribute is set by the script below before React comes.
    <html lang="en" suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <script dangerouslySetInnerHTML={{ __html: themeScript + ';' + earlySearchScript }} />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

const elsewhere: Place = {};
const noSections: readonly never[] = [];

export default function Root() {
  const matches = useMatches();
  const place = (matches[matches.length - 1]?.handle ?? elsewhere) as Place;
  const section = useCurrentSection(place.sections ?? noSections);
  return (
    <>
      <a className="skipLink" href="#main">
        Skip to the text
      </a>
      <Header place={place} section={section} />
      {place.alone === true ? (
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      ) : (
        <div className="sheet">
          <nav id="contents" className="sheetContents" aria-label="Contents">
            <Contents place={place} section={section} />
          </nav>
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      )}
      <PageFoot />
    </>
  );
}

/** Only in development, at an address that is not prerendered: nothing, until the page is live. */
export function HydrateFallback() {
  return null;
}

/** Something of ours failed while a page was shown: say so, and leave the way back. */
export function ErrorBoundary({ error }: { readonly error: unknown }) {
  const message = isRouteErrorResponse(error)
    ? error.statusText
    : error instanceof Error
      ? error.message
      : String(error);
  return (
    <main id="main" className="prose failure">
      <h1>This page failed</h1>
      <p>
        Something in the book went wrong while showing it. Loading it again may help; what you trained is kept where it
        can be.
      </p>
      <p>
        <a href="">Load the page again</a>, or go <a href={base}>to the cover</a>.
      </p>
      <p>
        What went wrong: <code>{message}</code>
      </p>
    </main>
  );
}
