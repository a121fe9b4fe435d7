// Every setting has one reader, good errors and a line in both guides; secrets stay out of everything that is printed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, loadConfig } from './config.ts';
import { parseDotEnv } from './dot-env.ts';
import { withTable } from './guide.ts';
import { VARIABLES } from './variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const load = (env: Record<string, string>) => loadConfig({ env, folder });
const problems = (env: Record<string, string>): readonly string[] => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('loadConfig', () => {
  it('starts with nothing set', () => {
    const config = load({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      loopback: true,
      httpPort: 8080,
      sipPort: 5060,
      demo: null,
      tls: null,
      logLevel: 'info',
    });
    expect(config.rtpPorts).toEqual({ from: 20_000, to: 20_999 });
    expect(config.paths.data).toBe(join(folder, 'data'));
    expect(config.blobs).toEqual({ kind: 'file', path: join(folder, 'data', 'blobs') });
  });

  it('takes the environment over .env over defaults', () => {
    writeFileSync(join(folder, '.env'), 'TANDEM_HTTP_PORT=9001\nTANDEM_SIP_PORT="9002" # phones\n');
    expect(load({ TANDEM_HTTP_PORT: '9003' })).toMatchObject({ httpPort: 9003, sipPort: 9002, sipsPort: 5061 });
    writeFileSync(join(folder, '.env'), '');
  });

  it.each([
    [
      { TANDEM_HTTP_PORT: '80a' },
      /^TANDEM_HTTP_PORT is "80a", which does not fit: it must be a whole number from 0 to 65535, for example 8080$/,
    ],
    [{ TANDEM_RTP_PORTS: '3000-2000' }, /two ports/],
    [{ TANDEM_DEMO: 'yes' }, /1 or 0/],
    [{ TANDEM_TRUSTED_PROXIES: '10.0.0.0/33' }, /networks/],
    [{ TANDEM_BLOBS: 'http://x' }, /s3:\/\/BUCKET/],
    [{ TANDEM_BLOBS: 's3://calls?endpont=http://x' }, /s3:\/\/BUCKET/],
    [{ TANDEM_BLOBS: 's3://calls?pathStyle=yes' }, /1 or 0/],
    [{ TANDEM_STUN: 'stun.example.com' }, /stun:host:3478/],
    [{ TANDEM_DNS: '10.0.0.53,dns.example.com' }, /IP addresses, each with a port or none/],
    [{ TANDEM_DNS: '10.0.0.53:99999' }, /IP addresses, each with a port or none/],
    [{ TANDEM_TURN: 'stun:a:1', TANDEM_TURN_SECRET: 'sixteen-letters!' }, /turn:host:3478/],
    [{ TANDEM_TURN: 'turn:a:1' }, /go together/],
    [{ TANDEM_TRACES: 'collector:4318' }, /http:\/\/ or https:\/\//],
    [{ TANDEM_TRACES: 'http://me:secret@collector' }, /no password/],
    [{ TANDEM_TRACES_RATIO: '1.5' }, /from 0 to 1/],
    [{ TANDEM_TLS_CERT: 'a.pem' }, /go together/],
    [{ TANDEM_LOG: 'loud' }, /one of trace/],
  ])('%o is refused in words', (env, message) => {
    expect(problems(env as unknown as Record<string, string>)).toEqual([expect.stringMatching(message)]);
  });

  it('finds a misspelt name in .env', () => {
    writeFileSync(join(folder, '.env'), 'TANDEM_HTPP_PORT=1\n');
    expect(problems({})).toEqual([expect.stringMatching(/TANDEM_HTPP_PORT in .env is not a setting/)]);
    writeFileSync(join(folder, '.env'), '');
  });

  it('tells all problems at once', () => {
    expect(problems({ TANDEM_SIP_PORT: '-1', TANDEM_PUBLIC_IP: 'here' })).toHaveLength(2);
  });

  it('never prints a secret, right or wrong', () => {
    const secret = 'hunter2hunter2hunter2';
    const good = load({ DATABASE_URL: `postgres://a:${secret}@h/d`, TANDEM_METRICS_TOKEN: secret });
    expect(inspect(good, { depth: 9, showHidden: true }) + JSON.stringify(good) + String(good.databaseUrl)).not.toContain(secret);
    expect(good.databaseUrl?.reveal()).toContain(secret);
    expect(problems({ DATABASE_URL: `mysql://a:${secret}@h/d`, TANDEM_MASTER_KEY: secret }).join()).not.toContain(secret);
    expect(problems({ DATABASE_URL: `mysql://a:${secret}@h/d`, TANDEM_MASTER_KEY: secret })).toHaveLength(2);
  });

  it('reads an outside blob store', () => {
    expect(load({ TANDEM_BLOBS: 's3://calls?endpoint=https://s3.test' }).blobs).toEqual({
      kind: 's3',
      bucket: 'calls',
      prefix: '',
      endpoint: 'https://s3.test',
      region: null,
      pathStyle: false,
    });
    expect(load({ TANDEM_BLOBS: 's3://calls/a/b/?endpoint=http://s3.test:9000&region=eu-1&pathStyle=1' }).blobs).toEqual({
      kind: 's3',
      bucket: 'calls',
      prefix: 'a/b/',
      endpoint: 'http://s3.test:9000',
      region: 'eu-1',
      pathStyle: true,
    });
    expect(load({ TANDEM_BLOBS: 'file:$TANDEM_DATA/b', TANDEM_DATA: '/d' }).blobs).toEqual({ kind: 'file', path: '/d/b' });
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
])('loopback %s: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

it('reads .env lines as written', () => {
  const text = '# c\nA=1\nexport B = "x # y"\nC=\'$A\'\nD=p#q # note\nE=\nnot a line\n';
  expect(parseDotEnv(text)).toEqual({ A: '1', B: 'x # y', C: '$A', D: 'p#q', E: '' });
});

describe('guides', () => {
  it.each(['en', 'zh-CN'] as const)('%s lists every variable as the code has it', (language) => {
    const guide = readFileSync(new URL(`../../../../docs/guides/operator.${language}.md`, import.meta.url), 'utf8');
    const squeeze = (text: string) => text.replace(/-{3,}/g, '---').replace(/[ \t]+/g, ' ');
    expect(squeeze(guide)).toBe(squeeze(withTable(guide, language)));
    for (const name of Object.keys(VARIABLES)) expect(guide).toContain(`\`${name}\``);
  });
});
