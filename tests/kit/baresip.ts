// A real desk phone for tests: baresip, registered with digest, controlled over its ctrl_tcp, playing a WAV and writing what it hears.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { eventually, start, type Program } from './processes.ts';
import { freePorts } from './ports.ts';

export type Phone = {
  readonly program: Program;
  /** A command of baresip's menu, e.g. `dial`, `hangup`, `hold`, `resume`, `transfer`. */
  command(command: string, params?: string): Promise<string>;
  /** Event types seen so far, oldest first: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED... */
  events(): { type: string; param: string }[];
  sees(type: string, timeoutMs?: number): Promise<void>;
  /** WAV file of what the phone heard (decoded), while or after a call. */
  heard(): Uint8Array;
  /** All of them: it begins another where it begins its audio anew, as after a hold. */
  allHeard(): Uint8Array[];
  stop(): Promise<void>;
};

export type PhoneOptions = {
  user: string;
  password?: string;
  server: string;
  answer: 'auto' | 'manual';
  /** WAV the phone plays into calls. */ plays: string;
  transport?: 'udp' | 'tcp' | 'tls';
  /** PEM file of whom it trusts over TLS; it takes nobody else's word. */
  trusts?: string;
  /** Offers audio as browsers do, by ICE and DTLS-SRTP. */
  secured?: boolean;
  /** Keys of its audio in SDP (RFC 4568): `srtp` beside plain RTP, `srtp-mand` in RTP/SAVP or no call at all. */
  keys?: 'srtp' | 'srtp-mand';
};

export async function startPhone(options: PhoneOptions): Promise<Phone> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `phone-${options.user}-`));
  const [sipPort, controlPort, rtp] = [await freePorts(2), await freePorts(1), await freePorts(10)];
  const answermode = options.answer === 'auto' ? ';answermode=auto' : '';
  const transport = options.transport ?? 'udp';
  const secured =
    options.secured === true ? ';mediaenc=dtls_srtp;medianat=ice' : options.keys === undefined ? '' : `;mediaenc=${options.keys}`;
  fs.writeFileSync(
    path.join(folder, 'accounts'),
    `<sip:${options.user}@${options.server};transport=${transport}>;auth_user=${options.user};auth_pass=${options.password ?? 'demo-sip'};regint=60${answermode}${secured};audio_codecs=PCMA,PCMU\n`,
  );
  fs.writeFileSync(
    path.join(folder, 'config'),
    [
      `sip_listen 127.0.0.1:${sipPort}`,
      'call_local_timeout 120',
      'call_max_calls 4',
      `audio_source aufile,${options.plays}`,
      `audio_player aubridge,nowhere-${options.user}`,
      'audio_srate 8000-8000',
      'audio_channels 1-1',
      `rtp_ports ${rtp}-${rtp + 9}`,
      'net_interface 127.0.0.1',
      ...(options.trusts === undefined ? [] : [`sip_cafile ${options.trusts}`, 'sip_verify_server yes']),
      'module_path /usr/lib/baresip/modules',
      'module g711.so',
      'module aufile.so',
      'module aubridge.so',
      'module sndfile.so',
      ...(options.keys === undefined ? [] : ['module srtp.so']),
      ...(options.secured === true ? ['module srtp.so', 'module dtls_srtp.so', 'module ice.so', 'rtcp_mux yes'] : []),
      `snd_path ${folder}`,
      'module_app account.so',
      'module_app menu.so',
      'module_app ctrl_tcp.so',
      `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
      '',
    ].join('\n'),
  );
  fs.writeFileSync(path.join(folder, 'contacts'), '');
  const program = start('baresip', ['-4', '-f', folder], { cwd: folder });
  const socket = await eventually('the phone to listen for commands', () => connect(controlPort), 10_000);
  const seen: { type: string; param: string }[] = [];
  const waiting: ((answer: string) => void)[] = [];
  readNetstrings(socket, (message) => {
    if (message['event'] === true) seen.push({ type: text(message['type']), param: text(message['param']) });
    else waiting.shift()?.(text(message['data']));
  });
  const phone: Phone = {
    program,
    command(command, params = '') {
      const text = JSON.stringify({ command, params, token: 't' });
      return new Promise((resolve) => {
        waiting.push(resolve);
        socket.write(`${Buffer.byteLength(text)}:${text},`);
      });
    },
    events: () => [...seen],
    async sees(type, timeoutMs = 15_000) {
      await eventually(
        `${options.user} to see ${type} (saw ${seen.map((e) => e.type).join(' ')})`,
        () => (seen.some((event) => event.type === type) ? true : null),
        timeoutMs,
      );
    },
    heard() {
      const file = fs.readdirSync(folder).find((name) => name.endsWith('dec.wav'));
      if (!file) throw new Error(`${options.user} wrote no audio; files: ${fs.readdirSync(folder).join(' ')}`);
      return fs.readFileSync(path.join(folder, file));
    },
    allHeard: () =>
      fs
        .readdirSync(folder)
        .filter((name) => name.endsWith('dec.wav'))
        .toSorted()
        .map((name) => fs.readFileSync(path.join(folder, name))),
    async stop() {
      socket.destroy();
      await program.stop('SIGTERM');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await program.says(/200 OK .*\[1 binding\]/);
  } catch (error) {
    await phone.stop();
    throw error;
  }
  return phone;
}

function connect(port: number): Promise<net.Socket | null> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readNetstrings(socket: net.Socket, heard: (message: Record<string, unknown>) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const colon = rest.indexOf(0x3a);
      if (colon < 0) return;
      const length = Number(rest.subarray(0, colon).toString());
      if (rest.length < colon + 1 + length + 1) return;
      heard(JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString()) as Record<string, unknown>);
      rest = rest.subarray(colon + 2 + length);
    }
  });
}
