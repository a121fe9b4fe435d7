// What the browser phone is and does, as all tabs of a browser see it. Pure.
import type { Look } from '../../ui/contact-state.ts';
import type { Quality } from './quality.ts';

/**
 * `taken`: another browser is the agent's phone now. `lost`: the connection broke and is tried again. `insecure`: browsers give a
 * microphone only to pages that came over HTTPS (or from this machine).
 */
export type Line = 'off' | 'opening' | 'connecting' | 'ready' | 'lost' | 'taken' | 'no-microphone' | 'insecure' | 'failed';

/** `taking-up`: a call that was up before the page was loaded anew. `calling`: the other side has not answered yet. */
export type CallPhase = 'calling' | 'ringing' | 'answering' | 'taking-up' | 'up';

export type PhoneCall = {
  /** The SIP Call-ID. */
  id: string;
  phase: CallPhase;
  /** Who calls, as the server names him; either may be empty. */
  name: string;
  number: string;
  /** To be answered by itself. */
  auto: boolean;
  muted: boolean;
  quality: Quality | null;
};

export type PhoneState = {
  /** The user wants this browser to be his phone. */
  wanted: boolean;
  line: Line;
  call: PhoneCall | null;
};

export const OFF: PhoneState = { wanted: false, line: 'off', call: null };

/** What any tab may ask of the one that is the phone. */
export type PhoneCommand =
  | { do: 'answer' | 'decline' | 'hang-up' | 'off' | 'retry' }
  | { do: 'mute'; muted: boolean }
  | { do: 'dial'; number: string }
  | { do: 'press'; digit: string };

/** The state of the phone as colour, icon and word. */
export function lineLook(line: Line): Look {
  switch (line) {
    case 'off':
      return { tone: 'quiet', icon: 'circle', key: 'phone.line.off' };
    case 'opening':
    case 'connecting':
      return { tone: 'ringing', icon: 'hourglass', key: 'phone.line.connecting' };
    case 'ready':
      return { tone: 'live', icon: 'check', key: 'phone.line.ready' };
    case 'lost':
      return { tone: 'ringing', icon: 'cloudOff', key: 'phone.line.lost' };
    case 'taken':
      return { tone: 'hold', icon: 'internal', key: 'phone.line.taken' };
    case 'no-microphone':
      return { tone: 'danger', icon: 'alert', key: 'phone.line.no-microphone' };
    case 'insecure':
      return { tone: 'danger', icon: 'alert', key: 'phone.line.insecure' };
    case 'failed':
      return { tone: 'danger', icon: 'alert', key: 'phone.line.failed' };
  }
}

/** What to do about it, where there is something: the key of a sentence. */
export function lineAdvice(line: Line): string | null {
  switch (line) {
    case 'lost':
      return 'phone.advice.lost';
    case 'taken':
      return 'phone.advice.taken';
    case 'no-microphone':
      return 'phone.advice.no-microphone';
    case 'insecure':
      return 'phone.advice.insecure';
    case 'failed':
      return 'phone.advice.failed';
    default:
      return null;
  }
}

/** May be begun again by hand. */
export function mayRetry(line: Line): boolean {
  return line === 'taken' || line === 'no-microphone' || line === 'failed';
}
