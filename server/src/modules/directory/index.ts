// The directory's only door.
export { dialString } from './core/dial-string.ts';
export { parseNumber } from './core/numbers.ts';
export { parsePhone } from './shell/phone.ts';
export { badSkillRule } from './shell/bad-rule.ts';
export { faultOfOpening } from './shell/hours.ts';
export { instantOf } from './shell/wall-clock.ts';
export { createDirectory, type Directory } from './shell/directory.ts';
export type { ReachPorts } from './ports.ts';
export { reachRoutes } from './shell/reach-routes.ts';
export { dutyRoutes } from './shell/duty-routes.ts';
export { directoryRoutes } from './shell/routes.ts';
