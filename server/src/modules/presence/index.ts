// Presence's only door.
export { shownState } from './core/shown.ts';
export type { PresencePorts } from './ports.ts';
export { createPresence, type Presence } from './shell/presence.ts';
export { presenceRoutes } from './shell/routes.ts';
