// The only door of planning.
export type { Resolved } from './core/what-if.ts';
export type { PlanningPorts } from './ports.ts';
export { planningRoutes } from './shell/routes.ts';
export { createWhatIf, type WhatIf } from './shell/what-if.ts';
