// Telephony's only door: the edge half (SIP, media, journal) and the control half (calls in core).
export type { ControlPorts } from './ports.ts';
export type { ControlInput, Target } from './core/control/state.ts';
export { createEdge, type Edge } from './shell/edge/edge.ts';
export { createMediaPool } from './shell/media/pool.ts';
export { createCalls, type Calls } from './shell/control/calls.ts';
export { createIntake } from './shell/control/intake.ts';
export { recordingToWav } from './shell/media/recording-to-wav.ts';
export { callRoutes } from './shell/control/routes.ts';
