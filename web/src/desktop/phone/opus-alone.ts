// A call whose agent says that his connection is weak is spoken in Opus: it takes a third of what G.711 takes, and goes on sounding where packets are lost.
import type { RTCSession } from 'jssip/lib/RTCSession';

/** What audio is named without Opus: left as it is. With it, nothing else stays, as the server takes G.711 wherever it finds it (RFC 7587). */
export function opusAlone(sdp: string): string {
  const lines = sdp.split('\r\n');
  const from = lines.findIndex((line) => line.startsWith('m=audio '));
  if (from < 0) return sdp;
  const next = lines.findIndex((line, at) => at > from && line.startsWith('m='));
  const section = lines.slice(from, next < 0 ? lines.length : next);
  const maps = section.flatMap((line) => /^a=rtpmap:(\d+) (\S+)/.exec(line)?.slice(1) ?? []);
  const named = (name: string): string[] => maps.filter((_, at) => at % 2 === 0 && maps[at + 1]!.toLowerCase() === name);
  const opus = named('opus/48000/2');
  if (opus.length === 0) return sdp;
  // Keys count at the clock of the audio beside them (RFC 4733, section 2.1).
  const kept = [...opus, ...named('telephone-event/48000')];
  const others = (line: string): boolean => {
    const format = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
    return format !== undefined && !kept.includes(format);
  };
  const [kind, port, protocol] = section[0]!.split(' ');
  const left = [[kind, port, protocol, ...kept].join(' '), ...section.slice(1).filter((line) => !others(line))];
  return [...lines.slice(0, from), ...left, ...(next < 0 ? [] : lines.slice(next))].join('\r\n');
}

/** From its first word on; what is agreed in a call stays as it is. */
export function speakOpus(session: RTCSession): void {
  session.on('sdp', (event) => {
    if (event.type === 'offer') event.sdp = opusAlone(event.sdp);
  });
}
