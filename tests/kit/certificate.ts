// A certificate of this machine's loopback, made anew and trusted by this process from then on, as by the programs that are given its file.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { selfSigned } from '../../server/src/platform/http/self-signed.ts';
import type { Config } from '../../server/src/platform/config/config.ts';

export type TestCertificate = {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: Buffer;
  readonly key: Buffer;
  remove(): void;
};

export async function testCertificate({ trusted }: { trusted: boolean }): Promise<TestCertificate> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificate-'));
  const made = await selfSigned({ paths: { data: folder }, publicIp: null } as Config);
  const { TANDEM_TLS_CERT: certFile, TANDEM_TLS_KEY: keyFile } = made;
  const cert = fs.readFileSync(certFile);
  if (trusted) tls.setDefaultCACertificates([...tls.getCACertificates(), cert.toString()]);
  return { certFile, keyFile, cert, key: fs.readFileSync(keyFile), remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
