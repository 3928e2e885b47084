/**
 * A live figure in a lesson: number, caption, address, and the space that its view will need.
 *
 * The picture to hold: the build has put a still here, complete with caption. When the figure comes near the screen its view is
 * loaded (or, once another figure of the page is live, when the browser is idle) and takes the still's place, in space that was kept, so that nothing jumps; off screen it is told to rest; when the page is
 * left it is gone. What goes wrong inside stays inside, with a way to try again.
 */

import { Component, type CSSProperties, type ReactNode, startTransition, useEffect, useState } from 'react';
import { Button } from '../ui/Button';
import { Problem } from '../ui/Problem';
import '../widgets/stills.css';
import './lessons.css';
import { useCalledAhead, useLiveNote } from './loadAhead';
import { useStage } from './useStage';
import { type AnyView, views } from './views';
import { isWidgetName } from './widgetNames';

export interface LessonWidgetProps {
  readonly name: string;
  readonly id: string;
  /** Null: it belongs to the text around it and has no caption. */
  readonly number: number | null;
  /** What it is, for a reader who hears the page. */
  readonly title: string;
  /** As the widget's schema understood them when the book was built. */
  readonly attributes: unknown;
  /** HTML, made when the book was built. */
  readonly still: string;
  readonly reservedHeightPx: { readonly wide: number; readonly narrow: number } | null;
  readonly width: 'text' | 'wide';
  /** The caption. */
  readonly children?: ReactNode;
}

export function LessonWidget(props: LessonWidgetProps): ReactNode {
  const { name, id, number, title, attributes, still, reservedHeightPx, width, children } = props;
  const [stage, element] = useStage();
  const [attempt, setAttempt] = useState(0);
  const isCalledAhead = useCalledAhead();
  const view = useView(name, stage !== 'unseen' || isCalledAhead, attempt);
  useLiveNote(view.kind === 'loaded');
  const retry = (): void => setAttempt((before) => before + 1);
  const reserved =
    reservedHeightPx === null
      ? {}
      : { '--reserved-wide': `${reservedHeightPx.wide}px`, '--reserved-narrow': `${reservedHeightPx.narrow}px` };
  return (
    <figure
      ref={element}
      id={id}
      className={`lesson-figure lesson-figure-${width}`}
      style={reserved as CSSProperties}
      data-widget={name}
      data-live={view.kind === 'loaded'}
      aria-label={number === null ? title : `Figure ${number}. ${title}`}
    >
      <div className="lesson-figure-body">
        {view.kind === 'loaded' ? (
          <Boundary key={attempt} onRetry={retry}>
            <view.View id={id} attributes={attributes as never} visible={stage === 'onScreen'} />
          </Boundary>
        ) : (
          <div dangerouslySetInnerHTML={{ __html: still }} />
        )}
        {view.kind === 'failed' && (
          <Failure what="This figure could not be loaded" message={view.message} onRetry={retry} />
        )}
      </div>
      {number !== null && (
        <figcaption>
          <span className="lesson-figure-number">Figure {number}.</span> {children}
        </figcaption>
      )}
    </figure>
  );
}

type LoadedView =
  | { readonly kind: 'still' }
  | { readonly kind: 'loaded'; readonly View: AnyView }
  | { readonly kind: 'failed'; readonly message: string };

/** The widget's view once it has loaded; a widget without one stays a still. */
function useView(name: string, isWanted: boolean, attempt: number): LoadedView {
  const [view, setView] = useState<LoadedView>({ kind: 'still' });
  useEffect(() => {
    const load = isWidgetName(name) ? views[name] : null;
    if (!isWanted || load === null) return undefined;
    let isGone = false;
    load().then(
      ({ View }) => {
        // A transition is rendered in slices: a large figure that appears must not hold up one that trains.
        if (!isGone) startTransition(() => setView({ kind: 'loaded', View }));
      },
      (error: unknown) => {
        if (!isGone) setView({ kind: 'failed', message: messageOf(error) });
      },
    );
    return () => {
      isGone = true;
    };
  }, [name, isWanted, attempt]);
  return view;
}

interface BoundaryProps {
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly message: string | null }> {
  override state: { readonly message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown): { readonly message: string } {
    return { message: messageOf(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return <Failure what="This figure stopped working" message={message} onRetry={this.props.onRetry} />;
  }
}

interface FailureProps {
  readonly what: string;
  readonly message: string;
  readonly onRetry: () => void;
}

function Failure({ what, message, onRetry }: FailureProps): ReactNode {
  return (
    <div className="lesson-figure-failure">
      <Problem message={`${what}: ${message} The rest of the page is not affected.`} />
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
