// The one call of the browser phone, from its ringing to its end: its session, its sound, its quality, and what is kept of it for a reload.
import type { DTMF_TRANSPORT } from 'jssip/lib/Constants';
import type { RTCSession } from 'jssip/lib/RTCSession';
import { audioSettings, closeStream, openMicrophone } from './audio-settings.ts';
import { carryAudio, type CallAudio } from './call-audio.ts';
import { followIce, offerAtOnce, outliveWay, type Following, type Told } from './ice-restart.ts';
import { keepCall, keptCall } from './kept-call.ts';
import { speakOpus } from './opus-alone.ts';
import type { PhoneCall } from './phone-state.ts';
import { dialogOf, type SipLine } from './sip-line.ts';

export type CallInHand = {
  ringing: (session: RTCSession, from: { name: string; number: string; auto: boolean }) => void;
  answer: () => Promise<void>;
  decline: () => void;
  hangUp: () => void;
  mute: (muted: boolean) => void;
  /** The call of the page that was here before, where there is one. */
  takeUp: (line: SipLine) => Promise<void>;
  /** Nothing where there is a call already. */
  dial: (line: SipLine, number: string) => Promise<void>;
  press: (digit: string) => void;
  isFree: () => boolean;
  /** There is a new connection to the server. */
  connected: () => void;
  settingsChanged: () => void;
};

export type CallEvents = Told & {
  /** Null: it is over. */
  shown: (call: PhoneCall | null) => void;
  /** It could not be answered for want of one. */
  noMicrophone: () => void;
  iceServers: () => readonly RTCIceServer[];
  /** Where it is kept, by name. */
  keptAs: string;
};

const LOOK_MS = 2_000;
/** JsSIP's word for it. */
const CONNECTION_ERROR = 'Connection Error';
const DECLINED = { status_code: 603, reason_phrase: 'Decline' };
const UNAVAILABLE = { status_code: 480, reason_phrase: 'Temporarily Unavailable' };

type Held = { session: RTCSession; call: PhoneCall; audio: CallAudio | null; way: Following | null; undo: (() => void)[] };

export function createCallInHand(events: CallEvents): CallInHand {
  let held: Held | null = null;
  const pcConfig = (): RTCConfiguration => ({ iceServers: [...events.iceServers()], rtcpMuxPolicy: 'require' });

  function change(mine: Held, change: Partial<PhoneCall>): void {
    if (held !== mine) return;
    mine.call = { ...mine.call, ...change };
    events.shown(mine.call);
  }

  function hold(session: RTCSession, call: PhoneCall, audio: CallAudio | null): Held {
    const mine: Held = { session, call, audio, way: null, undo: [] };
    held = mine;
    events.shown(call);
    offerAtOnce(session);
    if (audioSettings.get().weak) speakOpus(session);
    outliveWay(session);
    const over = ({ cause }: { cause?: string }): void => {
      for (const undo of mine.undo.splice(0)) undo();
      mine.audio?.close();
      if (held !== mine) return;
      held = null;
      // The connection broke in the middle of a word to the server, which knows of no end: it is taken up again with the next one.
      if (cause !== CONNECTION_ERROR) keepCall(events.keptAs, null);
      events.shown(null);
    };
    session.on('ended', over);
    session.on('failed', over);
    session.on('accepted', () => {
      change(mine, { phase: 'up' });
      const timer = setInterval(() => void look(mine), LOOK_MS);
      const way = followIce(session, events);
      mine.way = way;
      mine.undo.push(way.stop, () => clearInterval(timer));
      void look(mine);
    });
    return mine;
  }

  async function look(mine: Held): Promise<void> {
    const quality = await mine.audio?.quality().catch(() => null);
    if (quality) change(mine, { quality });
    keep(mine);
  }

  /** For the page that comes after this one. */
  function keep(mine: Held): void {
    const dialog = held === mine ? dialogOf(mine.session) : null;
    if (dialog) keepCall(events.keptAs, { dialog, call: mine.call, at: Date.now() });
  }

  return {
    isFree: () => held === null,
    connected: () => held?.way?.connected(),
    ringing: (session, from) => void hold(session, { id: session.id, phase: 'ringing', ...from, muted: false, quality: null }, null),
    async answer() {
      const mine = held;
      if (mine?.call.phase !== 'ringing') return;
      change(mine, { phase: 'answering' });
      try {
        const mediaStream = await openMicrophone(audioSettings.get());
        if (held !== mine) return closeStream(mediaStream);
        mine.audio = carryAudio(mine.session, mediaStream);
        mine.session.answer({ mediaStream, pcConfig: pcConfig() });
      } catch {
        // Without a microphone nobody is served: whoever calls is offered to the next.
        if (!mine.session.isEnded()) mine.session.terminate(UNAVAILABLE);
        events.noMicrophone();
      }
    },
    decline() {
      if (held?.call.phase === 'ringing') held.session.terminate(DECLINED);
    },
    hangUp: () => held?.session.terminate(),
    mute(muted) {
      if (!held?.audio) return;
      const mine = held;
      mine.audio?.mute(muted);
      mine.call = { ...mine.call, muted };
      // Kept before it is told: a tab that sees it may take the call over the next moment.
      keep(mine);
      change(mine, { muted });
    },
    async takeUp(line) {
      const kept = held === null ? keptCall(events.keptAs, Date.now()) : null;
      if (kept === null) return;
      keepCall(events.keptAs, null);
      const mediaStream = await openMicrophone(audioSettings.get()).catch(() => null);
      if (mediaStream === null) return events.noMicrophone();
      // It rang meanwhile: that call is over, or it comes as a new one.
      if (!this.isFree()) return closeStream(mediaStream);
      const session = line.takeUp(kept.dialog, { mediaStream, pcConfig: pcConfig() });
      const mine = hold(session, { ...kept.call, id: session.id, phase: 'taking-up', quality: null }, carryAudio(session, mediaStream));
      if (kept.call.muted) mine.audio?.mute(true);
    },
    async dial(line, number) {
      if (held !== null) return;
      const mediaStream = await openMicrophone(audioSettings.get()).catch(() => null);
      if (mediaStream === null) return events.noMicrophone();
      // It rang meanwhile.
      if (!this.isFree()) return closeStream(mediaStream);
      const session = line.dial(number, { mediaStream, pcConfig: pcConfig() });
      const call: PhoneCall = { id: session.id, phase: 'calling', name: '', number, auto: false, muted: false, quality: null };
      hold(session, call, carryAudio(session, mediaStream));
    },
    // As telephone-event (RFC 4733), which is what desk phones send.
    press: (digit) => held?.session.sendDTMF(digit, { transportType: 'RFC2833' as DTMF_TRANSPORT.RFC2833 }),
    settingsChanged: () => void held?.audio?.changed().catch(() => undefined),
  };
}
