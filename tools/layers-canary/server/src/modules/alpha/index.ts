// Allowed: a door to its own module.
export { alpha } from './core/rules.ts';
export { shell } from './shell/store.ts';
