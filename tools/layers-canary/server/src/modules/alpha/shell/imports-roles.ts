// Breaks `nothing-imports-roles` (and `module-shell`).
export { wire } from '../../../roles/wire.ts';
