// The addresses of the settings, a page each.
import { createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { readPlace } from '../admin/preview/place.ts';
import { loadAllTexts } from './i18n/start.ts';
import { shell } from './routes-frame.tsx';

/** Its pages have addresses of their own; the link to it is lit on each. */
const settings = createRoute({
  getParentRoute: () => shell,
  path: 'settings',
  beforeLoad: async ({ location }) => {
    if (location.pathname === '/settings') redirect({ to: '/settings/security', throw: true });
    await loadAllTexts();
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

const lanes = createRoute({
  getParentRoute: () => settings,
  path: 'lanes',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/lanes/LanesPage.tsx'), 'LanesPage'),
});

const workers = createRoute({
  getParentRoute: () => settings,
  path: 'workers',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/workers/WorkersPage.tsx'), 'WorkersPage'),
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

const chatSites = createRoute({
  getParentRoute: () => settings,
  path: 'chat',
  validateSearch: readOpen,
  component: lazyRouteComponent(() => import('../admin/chat/ChatSitesPage.tsx'), 'ChatSitesPage'),
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

const routingRules = createRoute({
  getParentRoute: () => settings,
  path: 'routing',
  component: lazyRouteComponent(() => import('../admin/routing/RoutingRulesPage.tsx'), 'RoutingRulesPage'),
});

const preview = createRoute({
  getParentRoute: () => settings,
  path: 'preview',
  validateSearch: readPlace,
  component: lazyRouteComponent(() => import('../admin/preview/PreviewPage.tsx'), 'PreviewPage'),
});

const whatIf = createRoute({
  getParentRoute: () => settings,
  path: 'what-if',
  validateSearch: ({ run }: Record<string, unknown>): { run?: string } =>
    typeof run === 'string' && /^wif_[\w-]+$/.test(run) ? { run } : {},
  component: lazyRouteComponent(() => import('../admin/whatif/WhatIfPage.tsx'), 'WhatIfPage'),
});

const history = createRoute({
  getParentRoute: () => settings,
  path: 'history',
  component: lazyRouteComponent(() => import('../admin/history/HistoryPage.tsx'), 'HistoryPage'),
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

const embedding = createRoute({
  getParentRoute: () => settings,
  path: 'embedding',
  component: lazyRouteComponent(() => import('../admin/embedding/EmbeddingPage.tsx'), 'EmbeddingPage'),
});

const dispositions = createRoute({
  getParentRoute: () => settings,
  path: 'dispositions',
  component: lazyRouteComponent(() => import('../admin/dispositions/DispositionsPage.tsx'), 'DispositionsPage'),
});

export const settingsRoutes = settings.addChildren([
  security,
  apiKeys,
  roles,
  queues,
  skills,
  flows,
  hours,
  lanes,
  workers,
  numbers,
  trunks,
  chatSites,
  prompts,
  users,
  userImports,
  teams,
  retention,
  routingRules,
  preview,
  whatIf,
  history,
  audit,
  dispositions,
  embedding,
  system,
]);
