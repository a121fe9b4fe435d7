// A telephone of another maker for tests: liblinphone's `linphone-daemon` (Debian package linphone-cli), registered with digest, told by lines, without a sound card.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts } from './ports.ts';
import { eventually, start, type Program } from './processes.ts';

export type Linphone = {
  readonly program: Program;
  /** A command of the daemon's, e.g. `call-pause 1`: what it answered; rejects where that is an error. */
  command(line: string): Promise<string>;
  /** The next call that comes in, or that came and was not taken yet: the daemon's number of it. */
  incoming(timeoutMs?: number): Promise<number>;
  /** Calls somebody; the daemon's number of the call. */
  call(user: string): Promise<number>;
  /** Resolves when the call has been in this state since the phone was asked to do something last, e.g. `StreamsRunning`, `Paused`, `End`. */
  becomes(call: number, state: string, timeoutMs?: number): Promise<void>;
  /** States it has been in, oldest first. */
  states(call: number): string[];
  /** Mixes these calls in the phone itself. */
  conference(...calls: number[]): Promise<void>;
  /** Where it takes the audio of the call it made or took last. */
  audioPort(): number;
  /** SIP messages as it sent and received them. */
  messages(): string;
  stop(): Promise<void>;
};

export type LinphoneOptions = {
  user: string;
  password?: string;
  /** Host and port. */
  server: string;
  transport?: 'udp' | 'tcp' | 'tls';
  /** PEM file of whom it trusts over TLS. */
  trusts?: string;
  /** Its audio has keys in SDP (RFC 4568), or there is no call. */
  keys?: 'required';
};

const PROMPT = 'daemon-linphone>';
const EVENT = /Event: LinphoneCall(\w+)\nFrom: .*\nId: (\d+)/g;

const PORT_OF = { udp: 'sip_port', tcp: 'sip_tcp_port', tls: 'sip_tls_port' } as const;

export async function startLinphone(options: LinphoneOptions): Promise<Linphone> {
  const { user, password = 'demo-sip', server, transport = 'udp', trusts, keys } = options;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `linphone-${user}-`));
  // It opens its database there and makes no folder for it.
  fs.mkdirSync(path.join(folder, '.local/share/linphone'), { recursive: true });
  const [sipPort, rtpPort] = [await freePorts(1), await freePorts(10)];
  const config = path.join(folder, 'linphonerc');
  // A port of 0 is none.
  const ports = { sip_port: 0, sip_tcp_port: 0, sip_tls_port: 0, [PORT_OF[transport]]: sipPort };
  const lines = [
    '[sip]',
    'bind_address=127.0.0.1',
    ...Object.entries(ports).map(([key, port]) => `${key}=${port}`),
    ...(trusts === undefined
      ? [] // Its TLS looks for names in a certificate, and passes over addresses.
      : [`root_ca=${trusts}`, 'verify_server_certs=1', 'verify_server_cn=0']),
    ...(keys === undefined ? [] : ['media_encryption=srtp', 'media_encryption_mandatory=1']),
    '[rtp]',
    'bind_address=127.0.0.1',
    `audio_rtp_port=${rtpPort}-${rtpPort + 9}`,
    '',
  ];
  fs.writeFileSync(config, lines.join('\n'));
  const log = path.join(folder, 'log');
  const program = start('linphone-daemon', ['--config', config, '--log', log, '--disable-stats-events'], {
    cwd: folder,
    env: { HOME: folder },
  });
  // Where it has died, the next command says so.
  program.child.stdin!.on('error', () => undefined);
  let tail: Promise<unknown> = Promise.resolve();
  let taken = 0;
  let askedAt = 0;

  const events = (from = 0): { call: number; state: string }[] =>
    [...program.output().slice(from).matchAll(EVENT)].map(([, state, call]) => ({ call: Number(call), state: state! }));

  const phone: Linphone = {
    program,
    command(line) {
      const answer = tail.then(async () => {
        askedAt = program.output().length;
        program.child.stdin!.write(`${line}\n`);
        const said = await eventually(`${user} to answer ${line}`, () => ANSWER.exec(program.output().slice(askedAt)));
        if (said[1] !== 'Ok') throw new Error(`${user}: ${line}: ${said[2]!.trim()}`);
        return said[2]!.trim();
      });
      tail = answer.catch(() => undefined);
      return answer;
    },
    async incoming(timeoutMs = 10_000) {
      const at = taken++;
      const came = (): number | undefined => events().filter(({ state }) => state === 'IncomingReceived')[at]?.call;
      return eventually(`${user} to be called`, came, timeoutMs);
    },
    async call(to) {
      return Number(/^Id: (\d+)/.exec(await phone.command(`call sip:${to}@${server}`))![1]);
    },
    async becomes(call, state, timeoutMs = 10_000) {
      const seen = (): boolean => events(askedAt).some((event) => event.call === call && event.state === state);
      await eventually(`call ${call} of ${user} to be ${state}`, () => (seen() ? true : null), timeoutMs).catch((cause: unknown) => {
        throw new Error(`call ${call} of ${user} was to be ${state} and was ${phone.states(call).join(', ')}`, { cause });
      });
    },
    states: (call) => events().flatMap((event) => (event.call === call ? [event.state] : [])),
    async conference(...calls) {
      for (const call of calls)
        await phone.command(`conference add ${call}`).catch((error: Error) => {
          // What 5.1 answers although it did: who hears whom tells.
          if (!error.message.includes('Command failed')) throw error;
        });
    },
    audioPort() {
      const ports = [...phone.messages().matchAll(/^m=audio (\d+) /gm)].map(([, port]) => Number(port));
      return ports.findLast((port) => port >= rtpPort && port < rtpPort + 10)!;
    },
    messages: () => fs.readFileSync(log, 'utf8'),
    async stop() {
      await program.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await program.says(new RegExp(PROMPT));
    await phone.command(`register sip:${user}@${server} sip:${server};transport=${transport} ${password} ${user}`);
    await eventually(`${user} to be registered`, async () =>
      (await phone.command('register-status 1')).includes('State: LinphoneRegistrationOk') ? true : null,
    );
  } catch (error) {
    await phone.stop();
    throw error;
  }
  return phone;
}

/** What stands between a line and the next prompt. */
const ANSWER = new RegExp(`Status: (\\w+)\\n([^]*?)${PROMPT}`);
