// A caller for tests: SIPp with a scenario made of steps (talk, press a key, wait, hang up), sending A-law audio from a file.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts } from './ports.ts';
import { start, type Program } from './processes.ts';

export type CallStep = { talk: string } | { press: string } | { wait: number } | { hangUp: true } | { expectBye: true };

export type Caller = {
  readonly program: Program;
  /** The UDP port SIPp hears RTP on: what arrives there is what the caller hears. */
  readonly mediaPort: number;
  /** Resolves when SIPp ended; rejects with its log where the scenario failed. */
  done(): Promise<void>;
  stop(): Promise<void>;
};

export async function startCaller(options: {
  to: string;
  server: string;
  from?: string;
  steps: CallStep[];
  localIp?: string;
}): Promise<Caller> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sipp-'));
  const mediaPort = await freePorts(4);
  const port = await freePorts(1);
  const ip = options.localIp ?? '127.0.0.1';
  fs.writeFileSync(path.join(folder, 'call.xml'), scenario(options.from ?? 'sipp', options.steps));
  const program = start(
    'sipp',
    [
      options.server,
      '-sf',
      'call.xml',
      '-s',
      options.to,
      '-m',
      '1',
      '-i',
      ip,
      '-mi',
      ip,
      '-p',
      String(port),
      '-mp',
      String(mediaPort),
      '-trace_err',
      '-nostdin',
      '-timeout',
      '120s',
      '-timeout_error',
    ],
    { cwd: folder },
  );
  return {
    program,
    mediaPort,
    async done() {
      const { code } = await program.ended;
      if (code === 0) return;
      const errors = fs.readdirSync(folder).filter((name) => name.endsWith('errors.log'));
      throw new Error(
        `SIPp failed (${code}):\n${errors.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n')}\n${program.output().slice(-1_500)}`,
      );
    },
    async stop() {
      await program.stop('SIGKILL');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function scenario(from: string, steps: CallStep[]): string {
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="caller">
  <send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "Caller" <sip:${from}@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:${from}@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 53655765 2353687637 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8 96
a=rtpmap:8 PCMA/8000
a=x-keys-from:audio [media_port]
a=rtpmap:96 telephone-event/8000
a=fmtp:96 0-15
]]></send>
  <recv response="100" optional="true"></recv>
  <recv response="180" optional="true"></recv>
  <recv response="183" optional="true"></recv>
  <recv response="200" rrs="true"></recv>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: "Caller" <sip:${from}@[local_ip]:[local_port]>;tag=[pid]t[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Contact: <sip:${from}@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Length: 0

]]></send>
${steps.map((step) => stepXml(step, from)).join('\n')}
</scenario>
`;
}

function stepXml(step: CallStep, from: string): string {
  if ('talk' in step) return `  <nop><action><exec rtp_stream="${step.talk},-1,8,PCMA/8000"/></action></nop>`;
  if ('press' in step)
    return `  <nop><action><exec play_dtmf="${step.press}"/></action></nop>\n  <pause milliseconds="${400 * step.press.length}"/>`;
  if ('wait' in step) return `  <pause milliseconds="${step.wait}"/>`;
  if ('expectBye' in step) {
    return `  <recv request="BYE"></recv>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>`;
  }
  return `  <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
From: "Caller" <sip:${from}@[local_ip]:[local_port]>;tag=[pid]t[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv response="200"></recv>`;
}
