// Watches the session: the live stream runs while there is one, and when it ends the router is asked again, which leads to the login page.
import type { UserView } from '@tandem/contract/permissions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { SESSION_KEY } from '../api/session.ts';
import type { ServerClock } from '../live/clock.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import type { AppRouter } from './router.tsx';

export function SessionGate({ clock, router, children }: { clock: ServerClock; router: AppRouter; children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const user = useSyncExternalStore(
    (listener) => queries.getQueryCache().subscribe(listener),
    () => queries.getQueryData<UserView | null>(SESSION_KEY),
  );
  const signedOut = user === null;
  useEffect(() => {
    if (signedOut) void router.invalidate();
  }, [signedOut, router]);
  const onSignedOut = useCallback(() => queries.setQueryData(SESSION_KEY, null), [queries]);
  return (
    <LiveProvider clock={clock} running={Boolean(user) && user?.mustEnrol !== true} onSignedOut={onSignedOut}>
      {children}
    </LiveProvider>
  );
}
