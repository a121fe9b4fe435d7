// The tone of each party of a bench, 50 Hz apart: one 20 ms packet holds whole periods of each, so that who is heard can be told packet by packet.

const STEP_HZ = 50;

/** Callers lie below agents. */
export const callerHz = (n: number): number => 400 + n * STEP_HZ;
export const agentHz = (n: number): number => 1_800 + n * STEP_HZ;
