// The oldest PostgreSQL that Tandem promises to run on, as apt installs it: a server of its own for a test, on a free loopback port.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePorts } from './ports.ts';
import { eventually, start } from './processes.ts';

const BIN = '/usr/lib/postgresql/15/bin';
/** PostgreSQL refuses to run as root: nobody's account has no rights and is on every system. */
const NOBODY = 65_534;

/** Why there is none on this machine; null where there is one. */
export const noPostgres15 = fs.existsSync(path.join(BIN, 'postgres')) ? null : `${BIN} is not installed (apt install postgresql-15)`;

export type Postgres15 = {
  /** An empty database whose owner is no superuser: he may create roles, and nothing more. */
  url: string;
  adminUrl: string;
  /** Another one, with the rights named (`createrole`). */
  database(name: string, rights?: string): Promise<string>;
  stop(): Promise<void>;
};

export async function startPostgres15(): Promise<Postgres15> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-pg15-'));
  const root = process.getuid?.() === 0;
  if (root) fs.chownSync(folder, NOBODY, NOBODY);
  const data = path.join(folder, 'data');
  const as = root ? { uid: NOBODY, gid: NOBODY } : {};
  const made = spawnSync(
    path.join(BIN, 'initdb'),
    ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--username=admin', '-D', data],
    { ...as, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stdout} ${made.stderr}`);
  const port = await freePorts(1);
  const words = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
  ];
  const server = root
    ? start('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', path.join(BIN, 'postgres'), ...words], { cwd: folder })
    : start(path.join(BIN, 'postgres'), words, { cwd: folder });
  const adminUrl = `postgres://admin@127.0.0.1:${port}/postgres`;
  const admin = async (...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await eventually('PostgreSQL 15 to answer', () => admin('select 1').then(() => true), 20_000);
  const database = async (name: string, rights = 'createrole'): Promise<string> => {
    await admin(`create role ${name} login ${rights}`, `create database ${name} owner ${name}`);
    return `postgres://${name}@127.0.0.1:${port}/${name}`;
  };
  return {
    url: await database('centre'),
    adminUrl,
    database,
    async stop() {
      await server.stop('SIGINT');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
