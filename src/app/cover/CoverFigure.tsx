/**
 * The small live figure of the cover: the widget `cover-network`, which stands in no lesson. Its still is in the page; its code is
 * loaded when the page is live. Should it fail, the still stays: a cover does not complain.
 */
import { Component, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { useStage } from '../../lessons/useStage';
import { views } from '../../lessons/views';
import { Still } from '../../widgets/cover-network/Still';
import '../../widgets/stills.css';
import type { ViewProps } from '../../widgets/widget';
import styles from './CoverFigure.module.css';

type View = ComponentType<ViewProps<Readonly<Record<string, never>>>>;
const noAttributes = {};

export function CoverFigure() {
  const [stage, element] = useStage();
  const isWanted = stage !== 'unseen';
  const [loaded, setLoaded] = useState<{ readonly View: View }>();
  useEffect(() => {
    const load = views['cover-network'];
    if (!isWanted || load === null) return undefined;
    let isGone = false;
    load().then(
      ({ View }) => {
        if (!isGone) setLoaded({ View: View as View });
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [isWanted]);
  const still = <Still />;
  return (
    <figure ref={element} className={styles['figure']} data-widget="cover-network" data-live={loaded !== undefined}>
      {loaded === undefined ? (
        still
      ) : (
        <Fallback instead={still}>
          <loaded.View id="cover" attributes={noAttributes} visible={stage === 'onScreen'} />
        </Fallback>
      )}
    </figure>
  );
}

class Fallback extends Component<
  { readonly instead: ReactNode; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
