// Breaks `resolvable` (and, as nothing is found, `module-shell`).
export { nothing } from './nowhere.ts';
