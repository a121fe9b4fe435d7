// Breaks `module-core`: no shell.
export { shell } from '../shell/store.ts';
