// What the audit trail is searched by, and the same as a query of the API. Pure.
import type { Query } from '../../api/client.ts';

export type AuditFilter = { user: string; kind: string; object: string; outcome: string; from: string; to: string };

export const NO_FILTER: AuditFilter = { user: '', kind: '', object: '', outcome: '', from: '', to: '' };

/** What entries are about, by the part of their action before the dot. */
export const KINDS = [
  'session',
  'user',
  'role',
  'team',
  'site',
  'api-key',
  'second-factor',
  'security-policy',
  'queue',
  'skill',
  'agent',
  'number',
  'trunk',
  'device',
  'phone',
  'hours',
  'flow',
  'flow-secret',
  'flow-hosts',
  'dispositions',
  'call',
  'interaction',
  'recording',
  'customer',
  'retention',
  'routing',
  'conversation-rule',
  'keys',
  'kpis',
] as const;

/** Days as the reader's browser counts them; `to` is that whole day. */
export function queryOf({ user, kind, object, outcome, from, to }: AuditFilter): Query {
  const day = (text: string, after: number): number | undefined => {
    const [year, month, date] = text.split('-').map(Number);
    return year && month && date ? new Date(year, month - 1, date + after).getTime() : undefined;
  };
  return { user, action: kind, object: object.trim(), outcome, from: day(from, 0), to: day(to, 1) };
}
