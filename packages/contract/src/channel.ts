// What a channel tells the flow in charge of its customer; the same words for a call and, later, a chat.

/** `step` is the mark the channel was given with what it played or asked. */
export type FlowInput =
  | { kind: 'answered' }
  | { kind: 'said'; step: string }
  | { kind: 'asked'; step: string; digits: string; end: 'complete' | 'no-input' | 'too-short' }
  | { kind: 'assigned' }
  | { kind: 'customer-left' }
  | { kind: 'transferred' }
  | { kind: 'transfer-failed' };
