// Watches the session: the live stream runs while there is one, and when it ends the router is asked again, which leads to the login page.
import type { UserView } from '@tandem/contract/permissions.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { SESSION_KEY } from '../api/session.ts';
import type { ServerClock } from '../live/clock.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import type { Bearer } from '../api/bearer.ts';
import type { AppRouter } from './router.tsx';

type SessionGateProps = { clock: ServerClock; bearer: Bearer; router: AppRouter; children: ReactNode };

export function SessionGate({ clock, bearer, router, children }: SessionGateProps): ReactNode {
  const queries = useQueryClient();
  const user = useSyncExternalStore(
    (listener) => queries.getQueryCache().subscribe(listener),
    () => queries.getQueryData<UserView | null>(SESSION_KEY),
  );
  const signedOut = user === null;
  useEffect(() => {
    if (!signedOut) return;
    bearer.set(null);
    void router.invalidate();
  }, [signedOut, bearer, router]);
  const onSignedOut = useCallback(() => {
    bearer.set(null);
    queries.setQueryData(SESSION_KEY, null);
  }, [bearer, queries]);
  return (
    <LiveProvider clock={clock} bearer={bearer.get} running={Boolean(user) && user?.mustEnrol !== true} onSignedOut={onSignedOut}>
      {children}
    </LiveProvider>
  );
}
