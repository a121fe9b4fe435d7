// The only door of interactions.
export { createInteractions, type Interactions } from './shell/interactions.ts';
export { interactionRoutes } from './shell/routes.ts';
