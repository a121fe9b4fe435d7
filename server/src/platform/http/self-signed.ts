// `npm start -- --self-signed`: a key and certificate of our own in the data folder, so that browsers give a microphone on a local network.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { webcrypto } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { DAY } from '../../kernel/time.ts';

const LIFE_MS = 825 * DAY; // the longest that current browsers accept
const NAME = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Makes the pair where it is missing or about to expire; answers the settings that use it. */
export async function selfSigned(config: Config): Promise<{ TANDEM_TLS_CERT: string; TANDEM_TLS_KEY: string }> {
  const certificate = path.join(config.paths.data, 'tls', 'self-signed.crt');
  const key = path.join(config.paths.data, 'tls', 'self-signed.key');
  const settings = { TANDEM_TLS_CERT: certificate, TANDEM_TLS_KEY: key };
  if (fs.existsSync(certificate) && fs.existsSync(key) && Date.now() - fs.statSync(certificate).mtimeMs < LIFE_MS - 30 * DAY)
    return settings;
  // Loaded here only: nobody else needs it.
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(NAME, true, ['sign', 'verify']);
  const now = Date.now();
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Tandem (self-signed)',
      notBefore: new Date(now - DAY),
      notAfter: new Date(now + LIFE_MS),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      keys: keys as never,
      extensions: [new x509.BasicConstraintsExtension(false), new x509.SubjectAlternativeNameExtension(names(config))],
    },
    webcrypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  fs.mkdirSync(path.dirname(key), { recursive: true, mode: 0o700 });
  fs.writeFileSync(key, `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 });
  fs.writeFileSync(certificate, made.toString('pem'));
  return settings;
}

function names(config: Config): { type: 'dns' | 'ip'; value: string }[] {
  const ips = new Set([
    '127.0.0.1',
    config.publicIp,
    ...Object.values(os.networkInterfaces()).flatMap((faces) => (faces ?? []).map((face) => face.address)),
  ]);
  return [
    { type: 'dns', value: 'localhost' },
    { type: 'dns', value: os.hostname() },
    ...[...ips].flatMap((value) => (value && !value.includes('%') ? [{ type: 'ip' as const, value }] : [])),
  ];
}
