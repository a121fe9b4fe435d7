// Allowed: the socket client.
export { live } from '../live/live.ts';
export const view = 1;
