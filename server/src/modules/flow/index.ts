// The only door of flow.
export type { FlowPorts, Line } from './ports.ts';
export { mainMenu } from './core/demo/main-menu.ts';
export { orderDesk } from './core/demo/order-desk.ts';
export { echoTest, messageLine, musicLine, straightToQueue } from './core/demo/simple.ts';
export { isShipped } from './core/demo/prompts.ts';
export { createFlow, type Flow } from './shell/engine.ts';
export type { PreviewPorts } from './shell/preview-ports.ts';
export { previewRoutes } from './shell/preview-routes.ts';
export { flowRoutes } from './shell/routes.ts';
