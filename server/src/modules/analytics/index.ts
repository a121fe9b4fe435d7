// The only door of analytics.
export type { AnalyticsPorts } from './ports.ts';
export { createAnalytics, type Analytics } from './shell/analytics.ts';
export { analyticsRoutes } from './shell/routes.ts';
