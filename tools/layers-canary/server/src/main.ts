// Allowed: roles. Breaks `main` by importing a module.
export { wire } from './roles/wire.ts';
export { alpha } from './modules/alpha/index.ts';
