// The sound of one call: the microphone into it, the other side out of the chosen speaker; both may be changed while it is up.
import type { RTCSession } from 'jssip/lib/RTCSession';
import { audioSettings, closeStream, openMicrophone, sendTo } from './audio-settings.ts';
import { countedIn, NOTHING_COUNTED, qualityOf, type Quality, type Stat } from './quality.ts';

export type CallAudio = {
  /** Another microphone or speaker, or other cleaning, was chosen. */
  changed: () => Promise<void>;
  mute: (muted: boolean) => void;
  /** Since the last look; null where nothing was heard since. */
  quality: () => Promise<Quality | null>;
  close: () => void;
};

/** `stream`: the microphone as the call was answered with; closed with the call. */
export function carryAudio(session: RTCSession, stream: MediaStream): CallAudio {
  const speaker = new Audio();
  speaker.autoplay = true;
  let microphone = stream;
  let used = audioSettings.get();
  let muted = false;
  let closed = false;
  let counted = NOTHING_COUNTED;

  const listen = (connection: RTCPeerConnection): void => {
    connection.addEventListener('track', ({ track, streams }) => {
      speaker.srcObject = streams[0] ?? new MediaStream([track]);
      void sendTo(speaker, used.speaker);
      // A page that uses the microphone may play; where a browser refuses all the same, the next click is the user's leave.
      speaker.play().catch(() => document.addEventListener('click', () => void speaker.play().catch(() => undefined), { once: true }));
    });
  };
  // Incoming calls get theirs when they are answered, outgoing ones when they are made.
  const { connection } = session as { connection: RTCPeerConnection | null };
  if (connection) listen(connection);
  else session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));

  return {
    async changed() {
      const wanted = audioSettings.get();
      const other = wanted.microphone !== used.microphone || wanted.echo !== used.echo || wanted.noise !== used.noise;
      used = wanted;
      await sendTo(speaker, wanted.speaker);
      if (!other) return;
      const next = await openMicrophone(wanted);
      const [track] = next.getAudioTracks();
      const sender = session.connection.getSenders().find((each) => each.track?.kind === 'audio');
      if (closed || !track || !sender) return closeStream(next);
      track.enabled = !muted;
      await sender.replaceTrack(track);
      closeStream(microphone);
      microphone = next;
    },
    mute(wanted) {
      muted = wanted;
      // JsSIP's own, so that a hold and its end leave it as it is; and on the track that may have replaced the one it knows.
      if (wanted) session.mute({ audio: true });
      else session.unmute({ audio: true });
      for (const track of microphone.getAudioTracks()) track.enabled = !wanted;
    },
    async quality() {
      const { connection: up } = session as { connection: RTCPeerConnection | null };
      const now = up && countedIn(((await up.getStats()) as Map<string, Stat>).values());
      const quality = now && qualityOf(counted, now);
      if (now) counted = now;
      return quality;
    },
    close() {
      closed = true;
      closeStream(microphone);
      speaker.srcObject = null;
    },
  };
}
