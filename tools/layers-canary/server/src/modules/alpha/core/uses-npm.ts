// Breaks `module-core`: no library.
export { Type } from 'typebox';
