// What a ladder shows of a kept message: its first line, its CSeq, and whether it went the same way before.
import type { LegTrace, SipTrace, TracedMessage } from '@tandem/contract/api/sip-traces.ts';

type Shown = SipTrace['messages'][number];

/** Of all legs in one order of time; within a millisecond as each leg had them. */
export function readTraces(traces: readonly LegTrace[]): Pick<SipTrace, 'legs' | 'messages'> {
  const ordered = [...traces].sort((a, b) => a.startedAt - b.startedAt);
  const legs = ordered.map(({ leg, call, startedAt, endedAt, left }) => ({ id: leg, call, startedAt, endedAt, left }));
  const messages = ordered.flatMap(({ leg, messages: kept }) => {
    const seen = new Set<string>();
    return kept.map((message): Shown => {
      // The same bytes on the same way: RFC 3261, section 17 sends a message again unchanged.
      const key = `${message.direction} ${message.remote.ip}:${message.remote.port} ${message.text}`;
      const again = seen.has(key);
      seen.add(key);
      return { ...message, leg, ...summary(message), again };
    });
  });
  return { legs, messages: messages.sort((a, b) => a.at - b.at) };
}

function summary({ text }: TracedMessage): Pick<Shown, 'title' | 'cseq' | 'status' | 'sdp'> {
  const first = /^[^\r\n]*/.exec(text)![0];
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  const request = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(first);
  const cseq = /^cseq[ \t]*:[ \t]*(\d+)[ \t]+([A-Z]+)/im.exec(text);
  return {
    title: response === null ? (request?.[1] ?? '') : `${response[1]!} ${response[2]!}`.trim(),
    cseq: cseq === null ? '' : `${cseq[1]!} ${cseq[2]!}`,
    status: response === null ? null : Number(response[1]),
    sdp: /\n\r?\nv=0\r?\n/.test(text),
  };
}
