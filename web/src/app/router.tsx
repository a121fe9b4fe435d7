// Every address of the app. Pages are loaded when they are first visited.
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { STEPS, type Step } from '../admin/start/steps.ts';
import { companyQuery } from '../api/first-steps.ts';
import { mayDo, sessionQuery } from '../api/session.ts';
import type { CallbackFor } from '../desktop/callbacks/NewCallback.tsx';
import { readFilters } from '../desktop/interactions/filters.ts';
import { readInbox } from '../desktop/voicemails/inbox.ts';
import { readReportAddress } from '../supervisor/reports/report-address.ts';
import { loadAllTexts } from './i18n/start.ts';
import { LoginPage } from './login/LoginPage.tsx';
import { root, shell, signedIn, type RouterContext } from './routes-frame.tsx';
import { settingsRoutes } from './routes-settings.tsx';
import { NotFound, PageFailed, PagePending } from './shell/PageStates.tsx';

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

const enrol = createRoute({
  getParentRoute: () => root,
  path: '/enrol',
  beforeLoad: async ({ context }) => {
    const user = await context.queries.ensureQueryData(sessionQuery(context.api));
    if (!user?.mustEnrol) redirect({ to: user ? '/' : '/login', throw: true });
    await loadAllTexts();
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

/** A window of its own, where the address can be seen, that signs a frame in: see embed/EmbedSignIn.tsx. */
const embedSignIn = createRoute({
  getParentRoute: () => root,
  path: 'embed/sign-in',
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import('./embed/HandOver.tsx'), 'HandOver'),
});

/** Where the browser leads for `tel:` links. */
const dial = createRoute({
  getParentRoute: () => shell,
  path: 'dial',
  // A number of digits alone was read as a number.
  validateSearch: ({ number }: Record<string, unknown>): { number: string } => ({
    number: typeof number === 'string' || typeof number === 'number' ? String(number) : '',
  }),
  component: lazyRouteComponent(() => import('../desktop/call/DialPage.tsx'), 'DialPage'),
});

const firstSteps = createRoute({
  getParentRoute: () => shell,
  path: 'start',
  validateSearch: ({ step }: Record<string, unknown>): { step?: Step | undefined } => {
    const found = STEPS.find((each) => each === step);
    return found ? { step: found } : {};
  },
  beforeLoad: loadAllTexts,
  component: lazyRouteComponent(() => import('./first-steps/FirstStepsPage.tsx'), 'FirstStepsPage'),
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: 'overview',
  beforeLoad: loadAllTexts,
  component: lazyRouteComponent(() => import('../supervisor/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: 'alerts',
  beforeLoad: loadAllTexts,
  component: lazyRouteComponent(() => import('../supervisor/alerts/AlertsPage.tsx'), 'AlertsPage'),
});

const matching = createRoute({
  getParentRoute: () => shell,
  path: 'matching',
  validateSearch: ({ queue }: Record<string, unknown>): { queue?: string | undefined } =>
    typeof queue === 'string' && /^que_[\w-]+$/.test(queue) ? { queue } : {},
  beforeLoad: loadAllTexts,
  component: lazyRouteComponent(() => import('../supervisor/matching/MatchingPage.tsx'), 'MatchingPage'),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: 'reports',
  validateSearch: readReportAddress,
  beforeLoad: loadAllTexts,
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
  beforeLoad: async (address) => {
    await signedIn(address);
    await loadAllTexts();
  },
  component: lazyRouteComponent(() => import('../supervisor/wallboard/WallboardPage.tsx'), 'WallboardPage'),
});

const routeTree = root.addChildren([
  login,
  enrol,
  embedSignIn,
  wallboard,
  shell.addChildren([
    home,
    interactions,
    interaction,
    callbacks,
    voicemails,
    phone,
    dial,
    overview,
    alerts,
    matching,
    firstSteps,
    reports,
    settingsRoutes,
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
