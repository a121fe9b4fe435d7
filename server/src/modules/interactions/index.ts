// The only door of interactions.
export type { InteractionsPorts } from './ports.ts';
export type { Doc as InteractionDoc, Stage, State } from './core/doc.ts';
export { createInteractions, type Interactions, type InteractionsOptions, type OpenInteraction } from './shell/interactions.ts';
export type { Begin, End } from './shell/lifecycle.ts';
export { interactionRoutes } from './shell/routes.ts';
