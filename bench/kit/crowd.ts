// A crowd of callers by SIPp: so many a second, each waiting until the other side hangs up; no audio is sent.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePorts } from '../../tests/kit/ports.ts';
import { start } from '../../tests/kit/processes.ts';

export type CrowdOptions = { server: { ip: string; port: number }; to: string; perSecond: number; seconds: number; atOnce: number };
/** `refused`: got no answer, or a final one that is none. */
export type Crowd = { made: number; ended: number; refused: number };

/** Longer than anybody waits and talks: whoever is still there then was forgotten. */
const FORGOTTEN_MS = 60_000;

export async function callCrowd({ server, to, perSecond, seconds, atOnce }: CrowdOptions): Promise<Crowd> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowd-'));
  fs.writeFileSync(path.join(folder, 'crowd.xml'), SCENARIO);
  const [port, media] = [await freePorts(1), await freePorts(2)];
  const settings = {
    '-sf': 'crowd.xml',
    '-s': to,
    '-i': '127.0.0.1',
    '-p': port,
    '-mi': '127.0.0.1',
    '-mp': media,
    '-r': perSecond,
    '-m': perSecond * seconds,
    '-l': atOnce,
    '-fd': 1,
    '-stf': 'crowd.csv',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [name, String(value)]);
  const program = start('sipp', [`${server.ip}:${server.port}`, ...args, '-trace_stat', '-nostdin', '-nd'], { cwd: folder });
  try {
    await program.ended;
    return read(fs.readFileSync(path.join(folder, 'crowd.csv'), 'utf8'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The last line of SIPp's statistics, by the names in the first. */
function read(csv: string): Crowd {
  const lines = csv.trim().split('\n');
  const names = lines[0]!.split(';');
  const last = lines.at(-1)!.split(';');
  const of = (name: string): number => Number(last[names.indexOf(name)]);
  return { made: of('OutgoingCall(C)'), ended: of('SuccessfulCall(C)'), refused: of('FailedCall(C)') };
}

const SCENARIO = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="crowd">
  <send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+86139[call_number]@[local_ip]:[local_port]>;tag=[pid]-[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:crowd@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200" rrs="true" timeout="${FORGOTTEN_MS}"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+86139[call_number]@[local_ip]:[local_port]>;tag=[pid]-[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
[routes]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv request="BYE" timeout="${FORGOTTEN_MS}"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
`;
