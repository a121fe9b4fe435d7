// A session description as text (RFC 8866, section 5).
import type { Sdp, SdpAttribute } from './types.ts';

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
const family = (ip: string): string => `IN ${ip.includes(':') ? 'IP6' : 'IP4'} ${ip}`;
const attributeLines = (attributes: readonly SdpAttribute[]): string[] =>
  attributes.map(({ name, value }) => (value === null ? `a=${name}` : `a=${name}:${oneLine(value)}`));

export function formatSdp(sdp: Sdp): string {
  const { origin } = sdp;
  const lines = ['v=0', `o=${origin.user} ${origin.sessionId} ${origin.version} ${family(origin.ip)}`, `s=${oneLine(sdp.name)}`];
  if (sdp.ip !== null) lines.push(`c=${family(sdp.ip)}`);
  lines.push(...sdp.times.map((time) => `t=${time}`), ...attributeLines(sdp.attributes));
  for (const media of sdp.media) {
    lines.push(`m=${media.type} ${media.port} ${media.protocol} ${media.formats.join(' ')}`);
    if (media.ip !== null) lines.push(`c=${family(media.ip)}`);
    lines.push(...attributeLines(media.attributes));
  }
  return `${lines.join('\r\n')}\r\n`;
}
