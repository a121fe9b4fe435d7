// Where a stream's RTCP goes: the next port, unless a=rtcp says otherwise (RFC 3605), or the same port (RFC 5761).
import type { RtcpPlace, Sdp, SdpMedia } from './types.ts';

export const offersMux = (media: SdpMedia): boolean => media.attributes.some(({ name }) => name === 'rtcp-mux');

/** `mux` where both sides agreed to send RTCP to the RTP port. */
export function rtcpOf(sdp: Sdp, media: SdpMedia, mux: boolean): RtcpPlace {
  const ip = media.ip ?? sdp.ip ?? '0.0.0.0';
  if (mux) return { ip, port: media.port, mux };
  const said = media.attributes.find(({ name }) => name === 'rtcp')?.value ?? '';
  const [, port, address] = /^(\d{1,5})(?: IN IP[46] ([0-9a-fA-F.:]{2,45}))?$/.exec(said.trim()) ?? [];
  const number = Number(port);
  // Port 0 and whatever cannot be read mean nothing: the usual place holds.
  if (!(number > 0 && number < 65_536)) return { ip, port: media.port + 1, mux };
  return { ip: address ?? ip, port: number, mux };
}
