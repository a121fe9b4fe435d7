// The only door of flow.
export type { ChannelPort, FlowInput, FlowPorts, Line } from './ports.ts';
export { mainMenu } from './core/demo/main-menu.ts';
export { echoTest, musicLine, straightToQueue } from './core/demo/simple.ts';
export { SHIPPED_MUSIC, SHIPPED_PROMPTS } from './core/demo/prompts.ts';
export { createFlow, type Flow, type FlowOptions } from './shell/engine.ts';
export { flowRoutes } from './shell/routes.ts';
export type { StartRun } from './shell/runner.ts';
