// The history of one thing for forms outside of the settings: the settings draw it, the app hands it down, as areas know nothing of each other.
import { createContext, Suspense, use, type ComponentType } from 'react';
import type { HistoryKind } from '@tandem/contract/history.ts';

export type HistoryOf = {
  kind: HistoryKind;
  id: string;
  /** Where the page keeps what it shows elsewhere than in the lists of the settings. */
  restored?: () => unknown;
};

export const HistoryPanelContext = createContext<ComponentType<HistoryOf> | null>(null);

/** Nothing where the app hands down none. */
export function HistoryHere(of: HistoryOf) {
  const Panel = use(HistoryPanelContext);
  return Panel === null ? null : (
    <Suspense>
      <Panel {...of} />
    </Suspense>
  );
}
