// Telephony's only door: the edge half (SIP, media, journal) and the control half (calls in core).
export type { ControlPorts } from './ports.ts';
export type { ControlInput, Target } from './core/control/state.ts';
export { createEdge, type Edge } from './shell/edge/edge.ts';
export { createTrace, type Trace } from './shell/edge/trace.ts';
export { createSipTraces, type SipTraces } from './shell/trace/sip-traces.ts';
export { sipTraceRoutes } from './shell/trace/routes.ts';
export { networkRoutes } from './shell/network/routes.ts';
export { createMediaPool } from './shell/media/pool.ts';
export { createCallbacks, type Callbacks } from './shell/control/callbacks.ts';
export { createCalls, type Calls } from './shell/control/calls.ts';
export { expireCalls } from './shell/control/store.ts';
export { createIntake } from './shell/control/intake.ts';
export { recordingToWav, recordingWavHeader } from './shell/media/recording-to-wav.ts';
export { callRoutes } from './shell/control/routes.ts';
export { createTestCalls, type TestCalls } from './shell/control/test-calls.ts';
export { testCallRoutes } from './shell/control/test-call-routes.ts';
export { createListening, type Listening } from './shell/control/listening.ts';
export { listenRoutes } from './shell/control/listen.ts';
