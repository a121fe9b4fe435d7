// The history's only door.
export { createHistory, type History } from './shell/history.ts';
export { historyRoutes } from './shell/routes.ts';
