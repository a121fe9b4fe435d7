// The only door of digital workers.
export type { BotsPorts } from './ports.ts';
export { createBots, type Bots } from './shell/bots.ts';
export { workerRoutes } from './shell/routes.ts';
