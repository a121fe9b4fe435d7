// Breaks `kernel`: the kernel imports nothing.
export { db } from '../platform/db.ts';
