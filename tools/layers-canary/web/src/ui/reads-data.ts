// Breaks `web-ui`: components have no data.
export { live } from '../live/live.ts';
