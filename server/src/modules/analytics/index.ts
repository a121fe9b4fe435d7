// The only door of analytics.
export type { AnalyticsPorts } from './ports.ts';
export { createAnalytics, type Analytics } from './shell/analytics.ts';
export { alertRoutes } from './shell/alert-routes.ts';
export { LIVE_MEASURES } from './core/measures.ts';
export { floorRoutes } from './shell/floor-routes.ts';
export { analyticsRoutes } from './shell/routes.ts';
export { reportRoutes } from './shell/report-routes.ts';
