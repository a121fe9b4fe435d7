// Tables that row-level security does not close, each with the reason it was reviewed for. A table missing here and not closed fails a test.

export type RlsException = { table: string; reason: string };

/** `schema.table`, or `schema.*` for a schema that another program owns. */
export const RLS_EXCEPTIONS: readonly RlsException[] = [
  { table: 'tandem.schema_migration', reason: 'names of migrations; no grant to the roles of transactions' },
  { table: 'public.event_head', reason: 'one number for the whole installation' },
  { table: 'public.event_reader', reason: 'cursors of the log’s readers, which read all tenants; granted to tandem_system alone' },
  { table: 'public.lease', reason: 'who runs what; granted to tandem_system alone' },
  { table: 'pgboss.*', reason: 'the job queue’s own schema; no grant to the roles of transactions, the tenant is in the payload' },
];

export function isException(table: string): boolean {
  return RLS_EXCEPTIONS.some(
    (exception) => exception.table === table || (exception.table.endsWith('.*') && table.startsWith(exception.table.slice(0, -1))),
  );
}
