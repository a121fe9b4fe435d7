// The only door of emergency lanes.
export type { LanesPorts } from './ports.ts';
export { createLanes, type Lanes } from './shell/lanes.ts';
export { laneRoutes } from './shell/routes.ts';
