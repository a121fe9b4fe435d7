// Breaks `rtp`: no library.
export { Type } from 'typebox';
