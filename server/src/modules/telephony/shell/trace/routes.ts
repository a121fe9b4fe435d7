// SIP traces over HTTP: the messages of a contact for the ladder, and the same as a file. Administrators only, and written to the audit trail.
import { Type } from 'typebox';
import { SipTrace, TraceFileQuery } from '@tandem/contract/api/sip-traces.ts';
import { IdOf, type InteractionId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../../platform/http/types.ts';
import { tracePcapng } from '../../core/trace/as-pcapng.ts';
import { traceText } from '../../core/trace/as-text.ts';
import type { ControlPorts } from '../../ports.ts';
import type { SipTraces } from './sip-traces.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const params = Type.Object({ id: IdOf('int') });

export function sipTraceRoutes(traces: Pick<SipTraces, 'read'>, ports: Pick<ControlPorts, 'interactions'>): Route[] {
  async function read(caller: Caller, id: InteractionId): Promise<SipTrace> {
    // One answer for "none" and "not yours".
    if (!(await ports.interactions.reaches(caller, 'calls:trace', id))) throw new AppError('interaction.not-found', { id });
    return traces.read(caller.tenant, id);
  }
  return [
    route({
      method: 'GET',
      path: '/interactions/:id/sip-trace',
      summary: 'The SIP messages of a contact, in order; passwords, keys and pressed keys are masked. Kept for some days only',
      tag: 'interactions',
      action: 'calls:trace',
      audit: 'interaction.sip-trace',
      errors: ['interaction.not-found'],
      schema: { params, response: SipTrace },
      handle: ({ caller, params: { id } }) => read(caller, id),
    }),
    route({
      method: 'GET',
      path: '/interactions/:id/sip-trace/file',
      summary: 'The same as a file: a text, or pcap-ng for Wireshark',
      tag: 'interactions',
      action: 'calls:trace',
      audit: 'interaction.sip-trace',
      errors: ['interaction.not-found'],
      schema: { params, query: TraceFileQuery, response: null, produces: 'application/octet-stream' },
      async handle({ caller, params: { id }, query: { format } }) {
        const trace = await read(caller, id);
        return format === 'pcapng'
          ? { bytes: tracePcapng(trace.messages, encode), contentType: 'application/x-pcapng', filename: `${id}.pcapng` }
          : { bytes: encode(traceText(id, trace)), contentType: 'text/plain; charset=utf-8', filename: `${id}.txt` };
      },
    }),
  ] as Route[];
}
