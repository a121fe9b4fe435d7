// A trace as a text that people and tickets take: one heading a message, then the message as it was.
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';

const place = ({ ip, port }: { ip: string; port: number }): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

export function traceText(interaction: string, { legs, messages }: Pick<SipTrace, 'legs' | 'messages'>): string {
  const left = legs.reduce((sum, leg) => sum + leg.left, 0);
  const head = [
    `SIP trace of ${interaction}: ${messages.length} messages of ${legs.length} legs${left > 0 ? `, ${left} more were not kept` : ''}`,
    'Proofs of passwords, keys of media and pressed keys are masked. Times are UTC.',
  ];
  const parts = messages.map(({ at, leg, direction, transport, local, remote, again, text }) => {
    const way = `${place(local)} ${direction === 'in' ? '<-' : '->'} ${place(remote)}`;
    const heading = `--- ${new Date(at).toISOString()} ${transport.toUpperCase()} ${way} ${leg}${again ? ' (sent again)' : ''}`;
    return `${heading}\n${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
  });
  return `${head.join('\n')}\n\n${parts.join('\n')}`;
}
