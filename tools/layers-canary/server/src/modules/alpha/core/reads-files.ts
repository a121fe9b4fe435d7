// Breaks `module-core`: no Node.
export { readFileSync } from 'node:fs';
