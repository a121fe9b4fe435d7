// Allowed: a door. Breaks `roles` by looking behind it and by using a library.
export { alpha } from '../modules/alpha/index.ts';
export { shell } from '../modules/alpha/shell/store.ts';
export { Type } from 'typebox';
export const wire = 1;
