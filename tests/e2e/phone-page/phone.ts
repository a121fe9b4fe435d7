// The page of a browser phone for tests: JsSIP over WebRTC, a pure tone instead of a microphone, and an ear that knows tones again.
import { UA, WebSocketInterface } from 'jssip';
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from 'jssip/lib/UA.js';
import type { RTCSession } from 'jssip/lib/RTCSession.js';

const audio = new AudioContext({ sampleRate: 48_000 });
const oscillator = audio.createOscillator();
const loudness = audio.createGain();
const out = audio.createMediaStreamDestination();
oscillator.connect(loudness).connect(out);
loudness.gain.value = 0;
oscillator.start();
const ear = audio.createAnalyser();
ear.fftSize = 4_096;
ear.smoothingTimeConstant = 0;
const wave = new Float32Array(ear.fftSize);

const MEDIA = { mediaStream: out.stream, pcConfig: { iceServers: [] } };
const sessions: RTCSession[] = [];
let ua: UA | null = null;
/** What it offers, and takes of an offer, is Opus alone: by the numbers that Chromium and the server have for it and its keys. */
let opus = false;

const last = (): RTCSession => {
  const session = sessions.at(-1);
  if (session === undefined) throw new Error('there is no call');
  return session;
};

function adopt(session: RTCSession): void {
  sessions.push(session);
  session.on('sdp', (event) => {
    if (opus && event.type === 'offer') event.sdp = event.sdp.replace(/^(m=audio \S+ \S+) .*$/m, '$1 111 110');
  });
  const listen = (connection: RTCPeerConnection): void =>
    connection.addEventListener('track', ({ streams: [stream] }) => {
      if (stream === undefined) throw new Error('a track without a stream');
      // Chromium decodes a remote stream only where an element plays it.
      const element = new Audio();
      element.srcObject = stream;
      void element.play();
      audio.createMediaStreamSource(stream).connect(ear);
    });
  // Of a call of ours it is there already.
  const there = session.connection as RTCPeerConnection | null | undefined;
  if (there) listen(there);
  else session.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) => listen(peerconnection));
}

/** What the test calls. */
export const phone = {
  async register(url: string, user: string, password: string): Promise<void> {
    await audio.resume();
    ua = new UA({
      sockets: [new WebSocketInterface(url)],
      uri: `sip:${user}@tandem.test`,
      authorization_user: user,
      password,
      register_expires: 120,
    });
    ua.on('newRTCSession', ({ session }: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => adopt(session));
    const registered = new Promise<void>((done, refused) => {
      ua!.on('registered', () => done());
      ua!.on('registrationFailed', ({ cause }) => refused(new Error(String(cause))));
    });
    ua.start();
    await registered;
  },
  tone(hz: number | null): void {
    if (hz !== null) oscillator.frequency.value = hz;
    loudness.gain.value = hz === null ? 0 : 0.25;
  },
  opusAlone: (on: boolean): void => void (opus = on),
  call: (to: string): void => void ua!.call(`sip:${to}@tandem.test`, MEDIA),
  answer: (): void => last().answer(MEDIA),
  hangUp: (): void => last().terminate(),
  /** Of the INVITE that rings. */
  header: (name: string): string =>
    (last() as unknown as { _request: { getHeader(name: string): string | undefined } })._request.getHeader(name) ?? '',
  hangUpAll: (): void => sessions.filter((session) => !session.isEnded()).forEach((session) => session.terminate()),
  /** Calls that are up. */
  ups: (): number => sessions.filter((session) => session.isEstablished()).length,
  press: (digit: string): void => last().sendDTMF(digit, { transportType: 'RFC2833' as never, duration: 160 }),
  hold: (on: boolean): Promise<void> => new Promise((done) => void (on ? last().hold({}, done) : last().unhold({}, done))),
  restartIce: (): Promise<void> => new Promise((done) => void last().renegotiate({ rtcOfferConstraints: { iceRestart: true } }, done)),
  state(): { calls: number; up: boolean; ringing: boolean; ended: boolean } {
    const session = sessions.at(-1);
    return {
      calls: sessions.length,
      up: session?.isEstablished() ?? false,
      ringing: session !== undefined && session.direction === 'incoming' && session.isInProgress(),
      ended: session?.isEnded() ?? false,
    };
  },
  connection(): { ice: string; dtls: string; remote: string } {
    const { connection } = last();
    return { ice: connection.iceConnectionState, dtls: connection.connectionState, remote: connection.remoteDescription?.sdp ?? '' };
  },
  /** The share of a tone in the power that is heard just now, 0 to 1; 0 in silence. */
  share(hz: number): number {
    ear.getFloatTimeDomainData(wave);
    let power = 0;
    let [re, im] = [0, 0];
    for (const [i, sample] of wave.entries()) {
      // A Hann window, or the end of the frame would look like other tones.
      const windowed = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / wave.length));
      power += windowed * windowed;
      re += windowed * Math.cos((2 * Math.PI * hz * i) / audio.sampleRate);
      im += windowed * Math.sin((2 * Math.PI * hz * i) / audio.sampleRate);
    }
    // Of a pure tone in a Hann window, this sum has three quarters of the power times the length over two.
    return power < 1e-6 * wave.length ? 0 : (re * re + im * im) / ((power * wave.length) / 3);
  },
  async stats(): Promise<Record<string, unknown>[]> {
    const reports: Record<string, unknown>[] = [];
    (await last().connection.getStats()).forEach((report) => reports.push(report as Record<string, unknown>));
    return reports;
  },
};

Object.assign(globalThis, { phone });
