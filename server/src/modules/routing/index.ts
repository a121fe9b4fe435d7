// Routing's only door.
export type { RoutingPorts } from './ports.ts';
export { createRouting, type Routing } from './shell/routing.ts';
export { routingRoutes } from './shell/routes.ts';
