// Routing's only door.
export type { LinePorts, RoutingPorts } from './ports.ts';
export { bulkRoutes as lineBulkRoutes } from './shell/bulk-routes.ts';
export { lineRoutes } from './shell/line-routes.ts';
export { createRouting, type Routing } from './shell/routing.ts';
export { routingRoutes } from './shell/routes.ts';
export { rulesOf } from './core/rules.ts';
export { previewLine } from './core/preview.ts';
export { playDay } from './shell/twin/twin-thread.ts';
export type { Change as TwinChange } from './core/twin/change.ts';
export { dayIn } from './core/twin/history.ts';
export { offerOf } from './core/offers.ts';
