// Channels by which customers reach us, and what a channel tells the flow in charge of its customer.
import { Type, type Static } from 'typebox';
import type { RecordingId } from './ids.ts';

/** How a contact came. What it asks of an agent's attention is its `WorkChannel` (routing.ts). */
export const ContactChannel = Type.Union([Type.Literal('voice'), Type.Literal('chat')]);
export type ContactChannel = Static<typeof ContactChannel>;

/** `step` is the mark the channel was given with what it played or asked. */
export type FlowInput =
  | { kind: 'answered' }
  | { kind: 'said'; step: string }
  | { kind: 'asked'; step: string; digits: string; end: 'complete' | 'no-input' | 'too-short' }
  | { kind: 'assigned' }
  | { kind: 'customer-left' }
  | { kind: 'transferred' }
  | { kind: 'transfer-failed' }
  /** A key pressed while nothing was asked, e.g. to the music of a queue. */
  | { kind: 'digit'; digit: string }
  /** What became of a dial node's other side; after `answered` comes `dial-ended` when it has left and the customer is still there. */
  | { kind: 'dialled'; outcome: 'answered' | 'busy' | 'no-answer' | 'declined' | 'failed' }
  | { kind: 'dial-ended' }
  /** A recording of the customer alone is over. `left`: he hung up, and the run hears `customer-left` after it. */
  | { kind: 'recorded'; step: string; recording: RecordingId; durationMs: number; end: 'key' | 'max' | 'left' | 'failed' };
