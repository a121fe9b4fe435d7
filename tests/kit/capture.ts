// What really went over the loopback wire: tshark writes the packets to a UDP port, and we decode the RTP in them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aLawDecode, muLawDecode, parseRtp, createRtpHeader } from '@tandem/rtp';
import { start, type Program } from './processes.ts';

export type Capture = {
  /** Stops and returns the audio that arrived, in order of arrival, telephone-events left out. */ audio(): Promise<Int16Array>;
  program: Program;
};

export async function captureRtp(port: number): Promise<Capture> {
  const file = path.join(os.tmpdir(), `rtp-${process.pid}-${port}.pcap`);
  const program = start('tshark', ['-i', 'lo', '-f', `udp dst port ${port}`, '-F', 'pcap', '-w', file]);
  await program.says(/Capturing on/);
  // tshark says so a moment before packets are really written.
  await new Promise((resolve) => setTimeout(resolve, 700));
  return {
    program,
    async audio() {
      await program.stop('SIGINT');
      const samples = decode(fs.readFileSync(file));
      fs.rmSync(file, { force: true });
      return samples;
    },
  };
}

/** Classic pcap: 24 bytes of file header, 16 a packet; loopback frames are Ethernet (14 bytes), IPv4 and UDP (20 + 8). */
function decode(bytes: Buffer): Int16Array {
  const samples: number[] = [];
  const header = createRtpHeader();
  for (let at = 24; at + 16 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    const payload = new Uint8Array(bytes.subarray(at + 16 + 42, at + 16 + length));
    at += 16 + length;
    if (!parseRtp(payload, header)) continue;
    const { payloadType, payloadOffset, payloadLength } = header;
    if (payloadType !== 0 && payloadType !== 8) continue;
    for (const byte of payload.subarray(payloadOffset, payloadOffset + payloadLength))
      samples.push(payloadType === 8 ? aLawDecode(byte) : muLawDecode(byte));
  }
  return Int16Array.from(samples);
}

export type RtcpSeen = { from: number; types: number[]; lengthsRight: boolean; malformed: boolean };

/** RTCP as tshark reads it, on the odd ports of a range. Stops and returns what was seen, in order. */
export async function captureRtcp(ports: { from: number; to: number }): Promise<() => Promise<RtcpSeen[]>> {
  const file = path.join(os.tmpdir(), `rtcp-${process.pid}-${ports.from}.pcap`);
  const program = start('tshark', [
    '-i',
    'lo',
    '-f',
    `udp src portrange ${ports.from}-${ports.to} and udp[0:2] & 1 == 1`,
    '-F',
    'pcap',
    '-w',
    file,
  ]);
  await program.says(/Capturing on/);
  await new Promise((resolve) => setTimeout(resolve, 700));
  return async () => {
    await program.stop('SIGINT');
    const fields = ['udp.srcport', 'rtcp.pt', 'rtcp.length_check', '_ws.malformed'].flatMap((field) => ['-e', field]);
    const decodeAs = ['-d', `udp.port==${ports.from}-${ports.to},rtcp`];
    const { stdout } = spawnSync('tshark', ['-r', file, ...decodeAs, '-T', 'fields', ...fields], { encoding: 'utf8' });
    fs.rmSync(file, { force: true });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [from = '', types = '', lengths = '', malformed = ''] = line.split('\t');
        const right = lengths.split(',').every((each) => each === '1' || each === 'True');
        return { from: Number(from), types: types.split(',').map(Number), lengthsRight: right, malformed: malformed !== '' };
      });
  };
}
