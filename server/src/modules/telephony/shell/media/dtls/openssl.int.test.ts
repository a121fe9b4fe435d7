// The DTLS handshake with somebody else's implementation, OpenSSL, in both roles: both sides export the same SRTP keys.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../../../../../tests/kit/ports.ts';
import { eventually } from '../../../../../../../tests/kit/processes.ts';
import { DtlsAssociation, type DtlsRole } from './association.ts';
import { fingerprintOf, makeIdentity, readIdentity } from './identity.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dtls-'));
const file = (name: string): string => path.join(folder, name);
const children: ChildProcess[] = [];

beforeAll(() => {
  for (const [name, kind] of [
    ['ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['rsa', ['-newkey', 'rsa:2048']],
  ] as const) {
    const where = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    execFileSync('openssl', ['req', '-x509', '-nodes', '-days', '1', '-subj', '/CN=peer', ...kind, ...where], { stdio: 'ignore' });
  }
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

const EXPORT = ['-use_srtp', 'SRTP_AES128_CM_SHA1_80', '-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', '60'];

/** Runs OpenSSL in the other role against us; answers our keys and the 60 bytes it says. */
async function handshake(role: DtlsRole, certificate: 'ec' | 'rsa', more: string[] = []): Promise<{ ours: string; theirs: string }> {
  const port = await freePorts(1);
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((done) => socket.bind(role === 'server' ? port : 0, '127.0.0.1', done));
  const peer = ['-cert', file(`${certificate}.crt`), '-key', file(`${certificate}.key`), '-dtls1_2', ...EXPORT, ...more];
  const place =
    role === 'client' ? ['s_server', '-accept', `127.0.0.1:${port}`, '-Verify', '1'] : ['s_client', '-connect', `127.0.0.1:${port}`];
  const child = spawn('openssl', [...place, ...peer], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  let to = port;
  const theirs = new X509Certificate(fs.readFileSync(file(`${certificate}.crt`))).raw;
  const association = new DtlsAssociation({
    role,
    identity: readIdentity(makeIdentity()),
    fingerprint: fingerprintOf(theirs),
    send: (datagram) => socket.send(datagram, to, '127.0.0.1'),
  });
  socket.on('message', (bytes, from) => {
    to = from.port;
    association.receive(bytes, performance.now());
  });
  const timer = setInterval(() => association.tick(performance.now()), 20);
  try {
    // A server that is not up yet misses the first hello.
    association.start(performance.now());
    const keys = await eventually('keys', () => {
      if (association.failure !== null) throw new Error(association.failure);
      return association.keys;
    });
    const exported = await eventually('what OpenSSL exports', () => /Keying material: ([0-9A-F]{120})/.exec(said)?.[1] ?? null);
    const [client, server] = role === 'client' ? [keys.local, keys.remote] : [keys.remote, keys.local];
    const ours = Buffer.concat([client.key, server.key, client.salt, server.salt]).toString('hex').toUpperCase();
    return { ours, theirs: exported };
  } finally {
    clearInterval(timer);
    child.kill('SIGKILL');
    socket.close();
  }
}

describe('with OpenSSL', () => {
  it.each([
    ['client', 'ec', []],
    // Cut into small fragments, as a narrow path would.
    ['client', 'ec', ['-mtu', '256']],
    ['client', 'rsa', []],
    ['server', 'ec', []],
    ['server', 'ec', ['-mtu', '256']],
    ['server', 'rsa', []],
  ] as const)('as %s, its certificate %s, %j', async (role, certificate, more) => {
    const { ours, theirs } = await handshake(role, certificate, [...more]);
    expect(ours).toBe(theirs);
  });

  it('it reads our certificate as one signed by its own key', async () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(makeIdentity().certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
    fs.writeFileSync(file('ours.crt'), pem);
    const said = await new Promise<string>((done) =>
      execFile('openssl', ['verify', '-x509_strict', '-CAfile', file('ours.crt'), file('ours.crt')], (_e, out, err) => done(out + err)),
    );
    expect(said).toMatch(/: OK|self.signed/i);
  });
});
