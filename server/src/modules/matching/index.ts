// The only door of matching by predicted outcome.
export type { MatchingPorts } from './ports.ts';
export { createMatching, type MatchingModule } from './shell/matching.ts';
export { matchingRoutes } from './shell/routes.ts';
