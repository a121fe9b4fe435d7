// A real TURN server (coturn) on loopback, with the credentials that ours makes for browsers.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts } from './ports.ts';
import { start, type Program } from './processes.ts';

export type TurnServer = {
  /** The settings that make a Tandem use it. */
  readonly settings: Record<string, string>;
  /** What it printed since it was started last. */
  output(): string;
  /** Nobody is relayed any more, and what was allocated is forgotten. */
  cut(): Promise<void>;
  back(): Promise<void>;
  stop(): Promise<void>;
};

const RELAYS = 40;

export async function startTurn(): Promise<TurnServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-turn-'));
  const [port, relays] = [await freePorts(1), await freePorts(RELAYS)];
  const secret = 'shared-by-test-and-coturn';
  const launch = (): Program =>
    start('turnserver', [
      '-n',
      '--listening-ip=127.0.0.1',
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
  const opened = async (): Promise<Program> => {
    const started = launch();
    await started.says(/listener opened on/i, 20_000);
    return started;
  };
  let program = await opened();
  return {
    settings: { TANDEM_TURN: `turn:127.0.0.1:${port}`, TANDEM_TURN_SECRET: secret },
    output: () => program.output(),
    cut: () => program.stop('SIGKILL'),
    async back() {
      program = await opened();
    },
    async stop() {
      await program.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
