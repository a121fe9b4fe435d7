// How every PostgreSQL connection of Tandem is configured: from a URL, with 64-bit integers as numbers.
import type { ClientConfig, CustomTypesConfig } from 'pg';
import pg from 'pg';

/** Epoch milliseconds, sequence numbers and byte counts stay below 2^53; a value that does not is a fault worth an exception. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

const types = {
  getTypeParser(id: number, format?: 'text' | 'binary') {
    if (id === 20 && format !== 'binary') return parseInt8;
    return pg.types.getTypeParser(id, format);
  },
} satisfies CustomTypesConfig;

export function connectionConfig(url: string, name: string): ClientConfig {
  return { connectionString: url, types, application_name: name, connectionTimeoutMillis: 5_000, keepAlive: true };
}

/** Where a URL points, for messages and logs: never the password. */
export function describeUrl(url: string): { host: string; port: string; database: string; user: string } {
  try {
    const client = new pg.Client({ connectionString: url });
    return { host: client.host, port: String(client.port), database: client.database ?? '', user: client.user ?? '' };
  } catch {
    return { host: 'unreadable', port: '', database: '', user: '' };
  }
}

export function databaseUrl(parts: { user: string; password: string; host: string; port: number; database: string }): string {
  const login = `${encodeURIComponent(parts.user)}:${encodeURIComponent(parts.password)}`;
  return parts.host.startsWith('/')
    ? `postgres://${login}@localhost/${parts.database}?host=${encodeURIComponent(parts.host)}&port=${parts.port}`
    : `postgres://${login}@${parts.host}:${parts.port}/${parts.database}`;
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.toString();
}
