// The port by which core commands the edge and hears from it. The edge serves, core connects.
import { Type, type Static } from 'typebox';
import { EdgeCommand, EdgeDirectory, EdgeFact, EdgeSignal, TrunkState } from '../edge.ts';
import { LegTrace } from '../api/sip-traces.ts';
import { IdOf } from '../ids.ts';

/** `n` is the place in the edge's journal; null for a signal. Numbers grow by one; a restart of the edge goes on counting. */
export const EdgeReport = Type.Object({ n: Type.Union([Type.Integer(), Type.Null()]), report: Type.Union([EdgeFact, EdgeSignal]) });
export type EdgeReport = Static<typeof EdgeReport>;

/** 100 ms of a call that is listened to: mu-law at 8 kHz, base64, customer and agent in turn. */
export const EdgeAudio = Type.Object({ listen: Type.String(), audio: Type.String() });
export type EdgeAudio = Static<typeof EdgeAudio>;

export const EDGE_PORT = {
  name: 'edge',
  calls: {
    /** Accepted means: will be carried out; what becomes of it is reported. Unknown legs are no error: they have ended meanwhile. */
    command: { input: EdgeCommand, output: Type.Null() },
    directory: { input: EdgeDirectory, output: Type.Null() },
    /** Keeps a WAV (base64, mono, 16 bit, 8 kHz) for plays that name its SHA-256. Told again where the edge has dropped it for room. */
    clip: { input: Type.Object({ clip: Type.String({ pattern: '^[0-9a-f]{64}$' }), wav: Type.String() }), output: Type.Null() },
    /** Whether a clip is kept; one that is asked for counts as used, so what is kept now is not dropped before it is played. */
    keeps: { input: Type.Object({ clip: Type.String({ pattern: '^[0-9a-f]{64}$' }) }), output: Type.Boolean() },
    /** Facts up to and with `n` are safe in the log: the journal may drop them. */
    acknowledge: { input: Type.Object({ n: Type.Integer() }), output: Type.Null() },
    /** Core is ready to hear: facts after the last acknowledged one are sent again, then everything new. Answers what is up now. */
    attach: {
      input: Type.Object({}),
      output: Type.Object({
        legs: Type.Array(Type.Object({ leg: IdOf('leg'), call: IdOf('cal') })),
        devices: Type.Array(Type.Object({ tenant: IdOf('tnt'), device: IdOf('dev'), expiresAt: Type.Integer() })),
        trunks: Type.Optional(Type.Array(TrunkState)),
        sipPort: Type.Integer(),
      }),
    },
    /** Live legs and open SIP transactions, for metrics and leak tests. */
    stats: { input: Type.Object({}), output: Type.Record(Type.String(), Type.Number()) },
    /** SIP messages of legs that have ended, the oldest first, a few at once. `taken`: those that are stored; the edge drops them. */
    traces: { input: Type.Object({ taken: Type.Array(IdOf('leg')) }), output: Type.Object({ traces: Type.Array(LegTrace) }) },
    /** What is kept of these calls now, also of legs that are up. */
    tracesOf: { input: Type.Object({ calls: Type.Array(IdOf('cal')) }), output: Type.Object({ traces: Type.Array(LegTrace) }) },
  },
  events: { report: EdgeReport, audio: EdgeAudio },
} as const;
