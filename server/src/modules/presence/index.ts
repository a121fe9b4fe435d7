// Presence's only door.
export type { PresencePorts } from './ports.ts';
export { createPresence, type Presence } from './shell/presence.ts';
export { presenceRoutes } from './shell/routes.ts';
