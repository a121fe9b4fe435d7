// The only door of analytics.
export type { AnalyticsPorts } from './ports.ts';
export { KPI_DEFINITIONS } from './core/definitions.ts';
export { createAnalytics, type Analytics, type AnalyticsOptions } from './shell/analytics.ts';
export { analyticsRoutes } from './shell/routes.ts';
