// Breaks `rtp`: no clock.
export { performance } from 'node:perf_hooks';
