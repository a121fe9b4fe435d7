// HTTPS with real sockets: a renewed certificate is shown without a restart, open connections go on, and a bad pair changes nothing.
import fs from 'node:fs';
import { Agent, request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { Type } from 'typebox';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Config } from '../config/config.ts';
import { selfSigned } from './self-signed.ts';
import type { Log } from '../log/log.ts';
import { quietLog, testHttp, type TestHttp } from './testkit.ts';
import { publicRoute } from './types.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificate-'));
const tls = { certPath: path.join(folder, 'cert.pem'), keyPath: path.join(folder, 'key.pem') };
const refused: unknown[] = [];
let server: TestHttp;

const make = (name: string) => selfSigned({ paths: { data: path.join(folder, name) }, publicIp: null } as Config);
const lay = ({ TANDEM_TLS_CERT: cert, TANDEM_TLS_KEY: key }: { TANDEM_TLS_CERT: string; TANDEM_TLS_KEY: string }): void => {
  fs.copyFileSync(key, tls.keyPath);
  fs.copyFileSync(cert, tls.certPath);
};

/** Status, and the fingerprint that the server shows on this connection. */
const ask = (agent: Agent): Promise<{ status: number; fingerprint: string; port: number }> =>
  new Promise((resolve, reject) => {
    const sent = request(`${server.base}/api/v1/hello`, { agent }, (answer) => {
      const socket = answer.socket as TLSSocket;
      const seen = { status: answer.statusCode!, fingerprint: socket.getPeerCertificate().fingerprint256, port: socket.localPort! };
      answer.resume().on('end', () => resolve(seen));
    });
    sent.on('error', reject).end();
  });
const anew = (): Promise<{ fingerprint: string }> => ask(new Agent({ rejectUnauthorized: false, maxCachedSessions: 0 }));

beforeAll(async () => {
  lay(await make('first'));
  const log: Log = { ...quietLog, warn: (_message, fields) => void refused.push(fields?.['why']), child: () => log };
  const hello = publicRoute({
    method: 'GET',
    path: '/hello',
    summary: 'x',
    tag: 'x',
    public: true,
    schema: { response: Type.String() },
    handle: async () => 'hello',
  });
  server = await testHttp({ config: { tls }, log, certificateMs: 20, routes: [hello] });
});
afterAll(async () => {
  await server?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('shows a renewed certificate to new connections, and goes on with the open one', async () => {
  const kept = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 1 });
  const before = await ask(kept);
  expect(before.status).toBe(200);
  lay(await make('second'));
  await expect.poll(async () => (await anew()).fingerprint, { timeout: 10_000 }).not.toBe(before.fingerprint);
  expect(await ask(kept)).toEqual(before);
  expect(server.http.certificate()).toMatchObject({ selfSigned: true, problem: null });
  expect(server.http.certificate()!.names).toContain('DNS:localhost');
  expect((await server.telemetry.text()).body).toMatch(/tandem_tls_certificate_days_left 82\d/);
  kept.destroy();
});

it('keeps the certificate it has where the files do not fit, says so once, and takes a whole pair again', async () => {
  const { fingerprint } = await anew();
  // While the pair before this one was laid down, half of it may have been seen and refused.
  refused.length = 0;
  fs.copyFileSync(path.join(folder, 'first/tls/self-signed.key'), tls.keyPath);
  await expect
    .poll(() => server.http.certificate()!.problem, { timeout: 10_000 })
    .toMatch(/TANDEM_TLS_CERT and TANDEM_TLS_KEY are no certificate and its key/);
  expect((await anew()).fingerprint).toBe(fingerprint);
  fs.rmSync(tls.keyPath);
  await expect.poll(() => server.http.certificate()!.problem, { timeout: 10_000 }).toMatch(/cannot be read/);
  lay(await make('third'));
  await expect.poll(() => server.http.certificate()!.problem, { timeout: 10_000 }).toBeNull();
  expect((await anew()).fingerprint).not.toBe(fingerprint);
  // A reason that stays is told once.
  expect(refused.length).toBeGreaterThanOrEqual(2);
  expect(refused.some((why, n) => why === refused[n - 1])).toBe(false);
});

it('does not start with a pair that does not fit', async () => {
  fs.copyFileSync(path.join(folder, 'first/tls/self-signed.key'), tls.keyPath);
  await expect(testHttp({ config: { tls } })).rejects.toThrow(/TANDEM_TLS_CERT and TANDEM_TLS_KEY are no certificate and its key/);
});
