// Every address of the app. Pages are loaded when they are first visited.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import { readFilters } from '../desktop/interactions/filters.ts';
import { LoginPage } from './login/LoginPage.tsx';
import { Shell } from './shell/Shell.tsx';
import { NotFound, PageFailed, PagePending } from './shell/PageStates.tsx';

type RouterContext = { api: Api; queries: QueryClient };

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound });

/** Where to go after signing in: a path of this app only, so that a link cannot lead elsewhere through our login page. */
function readNext(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined } => {
    const next = readNext(search.next);
    return next ? { next } : {};
  },
  beforeLoad: async ({ context, search }) => {
    if (await context.queries.ensureQueryData(sessionQuery(context.api))) redirect({ to: search.next ?? '/', throw: true });
  },
  component: LoginPage,
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    if (await context.queries.ensureQueryData(sessionQuery(context.api))) return;
    redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href }, throw: true });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/interactions', throw: true });
  },
});

const interactions = createRoute({
  getParentRoute: () => shell,
  path: 'interactions',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('../desktop/interactions/InteractionsPage.tsx'), 'InteractionsPage'),
});

const interaction = createRoute({
  getParentRoute: () => shell,
  path: 'interactions/$id',
  component: lazyRouteComponent(() => import('../desktop/interaction/InteractionPage.tsx'), 'InteractionPage'),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: 'overview',
  component: lazyRouteComponent(() => import('../supervisor/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const routeTree = root.addChildren([login, shell.addChildren([home, interactions, interaction, overview])]);

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;
