// The directory's only door.
export type { DirectoryPorts } from './ports.ts';
export type { RoutingConfig } from './shell/routing-config.ts';
export { dialString } from './core/dial-string.ts';
export { parseNumber, type PhoneParser } from './core/numbers.ts';
export { parsePhone } from './shell/phone.ts';
export { createDirectory, type Directory } from './shell/directory.ts';
export { directoryRoutes } from './shell/routes.ts';
