// Breaks `module-index`: a door opens on its own module only.
export { beta } from './core/rules.ts';
export { db } from '../../platform/db.ts';
