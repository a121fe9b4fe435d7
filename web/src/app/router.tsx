// Every address of the app. Pages are loaded when they are first visited.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import type { CallbackFor } from '../desktop/callbacks/NewCallback.tsx';
import { readFilters } from '../desktop/interactions/filters.ts';
import { readInbox } from '../desktop/voicemails/inbox.ts';
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
    const user = await context.queries.ensureQueryData(sessionQuery(context.api));
    if (user?.mustEnrol) redirect({ to: '/enrol', throw: true });
    if (user) return;
    redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href }, throw: true });
  },
  component: Shell,
});

const enrol = createRoute({
  getParentRoute: () => root,
  path: '/enrol',
  beforeLoad: async ({ context }) => {
    const user = await context.queries.ensureQueryData(sessionQuery(context.api));
    if (!user?.mustEnrol) redirect({ to: user ? '/' : '/login', throw: true });
  },
  component: lazyRouteComponent(() => import('./enrol/EnrolPage.tsx'), 'EnrolPage'),
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

const voicemails = createRoute({
  getParentRoute: () => shell,
  path: 'voicemails',
  validateSearch: readInbox,
  component: lazyRouteComponent(() => import('../desktop/voicemails/VoicemailsPage.tsx'), 'VoicemailsPage'),
});

const callbacks = createRoute({
  getParentRoute: () => shell,
  path: 'callbacks',
  validateSearch: ({ customer, number }: Record<string, unknown>): CallbackFor =>
    typeof customer === 'string' && /^cus_[\w-]+$/.test(customer) && typeof number === 'string' ? { customer, number } : {},
  component: lazyRouteComponent(() => import('../desktop/callbacks/CallbacksPage.tsx'), 'CallbacksPage'),
});

const phone = createRoute({
  getParentRoute: () => shell,
  path: 'phone',
  component: lazyRouteComponent(() => import('../desktop/phone/PhonePage.tsx'), 'PhonePage'),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: 'overview',
  component: lazyRouteComponent(() => import('../supervisor/overview/OverviewPage.tsx'), 'OverviewPage'),
});

/** Its pages have addresses of their own; the link to it is lit on each. */
const settings = createRoute({
  getParentRoute: () => shell,
  path: 'settings',
  beforeLoad: ({ location }) => {
    if (location.pathname === '/settings') redirect({ to: '/settings/security', throw: true });
  },
  component: Outlet,
});

const security = createRoute({
  getParentRoute: () => settings,
  path: 'security',
  component: lazyRouteComponent(() => import('../admin/security/SecurityPage.tsx'), 'SecurityPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('../admin/keys/ApiKeysPage.tsx'), 'ApiKeysPage'),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  component: lazyRouteComponent(() => import('../admin/roles/RolesPage.tsx'), 'RolesPage'),
});

/** What is open at the side of a list of settings: an id, or `new`. */
const readOpen = ({ open }: Record<string, unknown>): { open?: string | undefined } =>
  typeof open === 'string' && /^[\w-]+$/.test(open) ? { open } : {};

const queues = createRoute({
  getParentRoute: () => settings,
  path: 'queues',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/queues/QueuesPage.tsx'), 'QueuesPage'),
});

const skills = createRoute({
  getParentRoute: () => settings,
  path: 'skills',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/skills/SkillsPage.tsx'), 'SkillsPage'),
});

const flows = createRoute({
  getParentRoute: () => settings,
  path: 'flows',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/flows/FlowsPage.tsx'), 'FlowsPage'),
});

const hours = createRoute({
  getParentRoute: () => settings,
  path: 'hours',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/hours/HoursPage.tsx'), 'HoursPage'),
});

const numbers = createRoute({
  getParentRoute: () => settings,
  path: 'numbers',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/numbers/NumbersPage.tsx'), 'NumbersPage'),
});

const trunks = createRoute({
  getParentRoute: () => settings,
  path: 'trunks',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/trunks/TrunksPage.tsx'), 'TrunksPage'),
});

const users = createRoute({
  getParentRoute: () => settings,
  path: 'users',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/users/UsersPage.tsx'), 'UsersPage'),
});

const teams = createRoute({
  getParentRoute: () => settings,
  path: 'teams',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/teams/TeamsPage.tsx'), 'TeamsPage'),
});

const retention = createRoute({
  getParentRoute: () => settings,
  path: 'retention',
  component: lazyRouteComponent(() => import('../admin/retention/RetentionPage.tsx'), 'RetentionPage'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  component: lazyRouteComponent(() => import('../admin/audit/AuditPage.tsx'), 'AuditPage'),
});

const dispositions = createRoute({
  getParentRoute: () => settings,
  path: 'dispositions',
  component: lazyRouteComponent(() => import('../admin/dispositions/DispositionsPage.tsx'), 'DispositionsPage'),
});

const routeTree = root.addChildren([
  login,
  enrol,
  shell.addChildren([
    home,
    interactions,
    interaction,
    callbacks,
    voicemails,
    phone,
    overview,
    settings.addChildren([
      security,
      apiKeys,
      roles,
      queues,
      skills,
      flows,
      hours,
      numbers,
      trunks,
      users,
      teams,
      retention,
      audit,
      dispositions,
    ]),
  ]),
]);

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
