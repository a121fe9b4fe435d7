// Presence's only door.
export { shownSince, shownState } from './core/shown.ts';
export type { PresencePorts } from './ports.ts';
export { createPresence, type Presence } from './shell/presence.ts';
export { bulkRoutes as agentBulkRoutes } from './shell/bulk-routes.ts';
export { presenceRoutes } from './shell/routes.ts';
