// Plays an endless WAV of 16-bit stereo at 8 kHz as it comes. An audio element buffers such a stream for seven seconds (measured, Chromium) before it is heard.

export type LiveAudioState = 'on' | 'off' | 'failed';

/** Returns how to stop. `told` hears when sound begins, when the call has ended, and when it cannot be heard. */
export function playLive(url: string, told: (state: LiveAudioState) => void): () => void {
  const RATE = 8_000;
  const HEADER_BYTES = 44;
  /** So much is kept ahead of the ear, and no more than so much: what came in a burst is skipped. */
  const [LEAD_S, MOST_S] = [0.2, 1];
  const context = new AudioContext({ sampleRate: RATE });
  const stopping = new AbortController();
  let pending = new Uint8Array(0);
  let header = HEADER_BYTES;
  let at = 0;
  let heard = false;

  const schedule = (bytes: Uint8Array): void => {
    const frames = bytes.length >> 2;
    const view = new DataView(bytes.buffer, bytes.byteOffset, frames * 4);
    const buffer = context.createBuffer(2, frames, RATE);
    const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)];
    for (let i = 0; i < frames; i++) {
      left[i] = view.getInt16(i * 4, true) / 32_768;
      right[i] = view.getInt16(i * 4 + 2, true) / 32_768;
    }
    if (at < context.currentTime) at = context.currentTime + LEAD_S;
    if (at > context.currentTime + MOST_S) return;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start(at);
    at += frames / RATE;
    if (!heard) told('on');
    heard = true;
  };
  const take = (chunk: Uint8Array): void => {
    const all = new Uint8Array(pending.length + chunk.length);
    all.set(pending);
    all.set(chunk, pending.length);
    const from = Math.min(header, all.length);
    header -= from;
    const whole = from + ((all.length - from) & ~3);
    if (whole > from) schedule(all.subarray(from, whole));
    pending = all.slice(whole);
  };
  const run = async (): Promise<void> => {
    const answer = await fetch(url, { signal: stopping.signal, credentials: 'same-origin' });
    if (!answer.ok || answer.body === null) return told('failed');
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return told('off');
      take(value);
    }
  };
  run()
    .catch(() => {
      if (!stopping.signal.aborted) told('failed');
    })
    .finally(() => void context.close());
  return () => stopping.abort();
}
