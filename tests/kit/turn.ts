// A real TURN server (coturn) on this machine, with the credentials that ours makes for browsers.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts } from './ports.ts';
import { start } from './processes.ts';

export type TurnServer = {
  /** The settings that make a Tandem use it. */
  readonly settings: Record<string, string>;
  /** Where clients find it. */
  readonly ip: string;
  /** What it printed. */
  output(): string;
  stop(): Promise<void>;
};

const RELAYS = 40;

/** `ip`: where clients find it. It relays to loopback. */
export async function startTurn(ip = '127.0.0.1'): Promise<TurnServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-turn-'));
  const [port, relays] = [await freePorts(1), await freePorts(RELAYS)];
  const secret = 'shared-by-test-and-coturn';
  const program = start('turnserver', [
    '-n',
    `--listening-ip=${ip}`,
    '--relay-ip=127.0.0.1',
    `--listening-port=${port}`,
    `--min-port=${relays}`,
    `--max-port=${relays + RELAYS - 1}`,
    '--use-auth-secret',
    `--static-auth-secret=${secret}`,
    '--realm=tandem',
    // Our server is on loopback, which it would else relay to for nobody.
    '--allow-loopback-peers',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    '--log-file=stdout',
    '--verbose',
    `--pidfile=${path.join(folder, 'pid')}`,
    `--userdb=${path.join(folder, 'users')}`,
  ]);
  await program.says(/listener opened on/i, 20_000);
  return {
    ip,
    settings: { TANDEM_TURN: `turn:${ip}:${port}`, TANDEM_TURN_SECRET: secret },
    output: () => program.output(),
    async stop() {
      await program.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
