// Taking back what one has just saved or removed: by the history of the thing, so that every form does it alike.
import type { HistoryKind } from '@tandem/contract/history.ts';
import { useApi } from '../../api/context.tsx';
import { undoLast } from '../../api/history.ts';
import { useUser } from '../../api/session.ts';

/** For the note that says what was saved. */
export function useUndo(): (kind: HistoryKind, id: string) => () => Promise<unknown> {
  const api = useApi();
  const { id: user } = useUser();
  return (kind, id) => () => undoLast(api, user, kind, id);
}
