// What every address stands below: the root, and the shell of those who are signed in.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import { NotFound } from './shell/PageStates.tsx';

export type RouterContext = { api: Api; queries: QueryClient };

export const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound });

/** Who is not goes to sign in first, and comes back here. */
export async function signedIn({ context, location }: { context: RouterContext; location: { href: string } }): Promise<void> {
  const user = await context.queries.ensureQueryData(sessionQuery(context.api));
  if (user?.mustEnrol) redirect({ to: '/enrol', throw: true });
  if (user) return;
  redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href }, throw: true });
}

export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: signedIn,
  // Who signs in does not need it yet.
  component: lazyRouteComponent(() => import('./shell/Shell.tsx'), 'Shell'),
});
