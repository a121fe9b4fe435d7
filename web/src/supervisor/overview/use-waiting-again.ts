// Keeps the line true at little cost: of five thousand who wait, those of whom something was told are read, and not all of them.
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../../api/context.tsx';
import { readWaiting, waitingQuery, WAITING_KEY, type WaitingContact } from '../../api/supervision.ts';
import type { Touched } from '../../live/batch.ts';
import { afresh } from './line.ts';

/** More than so many at once, and the line is read whole. */
const MOST = 100;

export function useWaitingAgain(): (touched: Touched | 'all') => void {
  const api = useApi();
  const queries = useQueryClient();
  const { queryKey } = waitingQuery(api);
  const whole = useIsFetching({ queryKey: WAITING_KEY }) > 0;
  /** Told while the line was on its way: it may come as it was before. */
  const meanwhile = useRef(new Set<string>());
  const readAll = (): void => void queries.invalidateQueries({ queryKey });

  async function readSome(ids: readonly string[]): Promise<void> {
    const read = await readWaiting(api, ids);
    queries.setQueryData<WaitingContact[]>(queryKey, (old) => old && afresh(old, ids, read));
  }
  function again(ids: readonly string[]): void {
    if (ids.length > MOST) readAll();
    else if (ids.length > 0) readSome(ids).catch(readAll);
  }

  useEffect(() => {
    if (whole) return;
    const ids = [...meanwhile.current];
    meanwhile.current.clear();
    again(ids);
  });

  return (touched) => {
    if (touched === 'all') return readAll();
    if (whole) for (const id of touched.interactions) meanwhile.current.add(id);
    again([...touched.interactions]);
  };
}
