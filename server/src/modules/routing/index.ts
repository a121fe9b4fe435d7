// Routing's only door.
export type { LinePorts, RoutingPorts } from './ports.ts';
export { lineRoutes } from './shell/line-routes.ts';
export { createRouting, type Routing } from './shell/routing.ts';
export { routingRoutes } from './shell/routes.ts';
