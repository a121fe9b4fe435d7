// Breaks `rtp`: no library but @noble.
export { Type } from 'typebox';
