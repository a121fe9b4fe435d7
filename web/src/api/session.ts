// Who is signed in: read once, kept in the query cache, and what he may do.
import type { SignedIn } from '@tandem/contract/api/sessions.ts';
import type { Action, UserView } from '@tandem/contract/permissions.ts';
import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Api } from './client.ts';
import { useApi } from './context.tsx';
import { ApiError } from './problem.ts';

export const SESSION_KEY = ['session'] as const;

/** Null while nobody is signed in. */
export function sessionQuery(api: Api) {
  return queryOptions({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }): Promise<UserView | null> => {
      try {
        const answer = await api.get<UserView | { user: UserView }>('/sessions/current', {}, signal);
        return 'user' in answer ? answer.user : answer;
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

/** `code`: the second step, of users who have one. */
export async function signIn(api: Api, email: string, password: string, code?: string): Promise<UserView> {
  const { user } = await api.send<SignedIn>('POST', '/sessions', { email, password, ...(code === undefined ? {} : { code }) });
  return user;
}

/** The cookie goes first, then everything that was read with it. */
export async function signOut(api: Api, queries: QueryClient): Promise<void> {
  await api.send('DELETE', '/sessions/current');
  queries.clear();
  queries.setQueryData(SESSION_KEY, null);
}

/** The user of the running session. Only for screens inside the shell, which shows nothing without one. */
export function useUser(): UserView {
  const { data } = useQuery(sessionQuery(useApi()));
  // While he signs out a screen may be drawn once more before the shell takes it away: it is still his.
  const [cameAs] = useState(data);
  const user = data ?? cameAs;
  if (!user) throw new Error('useUser is used without a session');
  return user;
}

export function mayDo(user: UserView, action: Action): boolean {
  return user.permissions.some((permission) => permission.action === action);
}

/** True where he may do it to what others own as well. */
export function mayDoBeyondOwn(user: UserView, action: Action): boolean {
  return user.permissions.some((permission) => permission.action === action && permission.scope !== 'own');
}
