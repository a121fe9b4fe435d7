// Breaks `module-ports`: ports say what is needed and reach for nothing.
export { db } from '../../platform/db.ts';
