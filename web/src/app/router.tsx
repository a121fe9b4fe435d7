// Every address of the app. Pages are loaded when they are first visited.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { Api } from '../api/client.ts';
import { STEPS, type Step } from '../admin/start/steps.ts';
import { companyQuery } from '../api/first-steps.ts';
import { mayDo, sessionQuery } from '../api/session.ts';
import type { CallbackFor } from '../desktop/callbacks/NewCallback.tsx';
import { readFilters } from '../desktop/interactions/filters.ts';
import { readInbox } from '../desktop/voicemails/inbox.ts';
import { readReportAddress } from '../supervisor/reports/report-address.ts';
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

/** Who is not goes to sign in first, and comes back here. */
async function signedIn({ context, location }: { context: RouterContext; location: { href: string } }): Promise<void> {
  const user = await context.queries.ensureQueryData(sessionQuery(context.api));
  if (user?.mustEnrol) redirect({ to: '/enrol', throw: true });
  if (user) return;
  redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href }, throw: true });
}

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: signedIn,
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
  beforeLoad: async ({ context }) => {
    const user = await context.queries.ensureQueryData(sessionQuery(context.api));
    const company = user && mayDo(user, 'users:write') ? await context.queries.ensureQueryData(companyQuery(context.api)) : null;
    redirect({ to: company?.setUpAt === null ? '/start' : '/interactions', throw: true });
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

const firstSteps = createRoute({
  getParentRoute: () => shell,
  path: 'start',
  validateSearch: ({ step }: Record<string, unknown>): { step?: Step | undefined } => {
    const found = STEPS.find((each) => each === step);
    return found ? { step: found } : {};
  },
  component: lazyRouteComponent(() => import('./first-steps/FirstStepsPage.tsx'), 'FirstStepsPage'),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: 'overview',
  component: lazyRouteComponent(() => import('../supervisor/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: 'reports',
  validateSearch: readReportAddress,
  component: lazyRouteComponent(() => import('../supervisor/reports/ReportsPage.tsx'), 'ReportsPage'),
});

/** Without the rail: it hangs on a wall. Dark unless asked for light. */
const wallboard = createRoute({
  getParentRoute: () => root,
  path: 'wallboard',
  validateSearch: ({ board, light }: Record<string, unknown>): { board?: string | undefined; light?: true | undefined } => ({
    ...(typeof board === 'string' && /^wbd_[\w-]+$/.test(board) ? { board } : {}),
    ...(light === true ? { light } : {}),
  }),
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import('../supervisor/wallboard/WallboardPage.tsx'), 'WallboardPage'),
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

const prompts = createRoute({
  getParentRoute: () => settings,
  path: 'prompts',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/prompts/PromptsPage.tsx'), 'PromptsPage'),
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

const userImports = createRoute({
  getParentRoute: () => settings,
  path: 'users/import',
  component: lazyRouteComponent(() => import('../admin/users/import/ImportPage.tsx'), 'ImportPage'),
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

const system = createRoute({
  getParentRoute: () => settings,
  path: 'system',
  component: lazyRouteComponent(() => import('../admin/system/SystemPage.tsx'), 'SystemPage'),
});

const dispositions = createRoute({
  getParentRoute: () => settings,
  path: 'dispositions',
  component: lazyRouteComponent(() => import('../admin/dispositions/DispositionsPage.tsx'), 'DispositionsPage'),
});

const routeTree = root.addChildren([
  login,
  enrol,
  wallboard,
  shell.addChildren([
    home,
    interactions,
    interaction,
    callbacks,
    voicemails,
    phone,
    overview,
    firstSteps,
    reports,
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
      prompts,
      users,
      userImports,
      teams,
      retention,
      audit,
      dispositions,
      system,
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
