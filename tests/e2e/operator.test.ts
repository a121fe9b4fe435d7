// What the operator looks at, on a running centre with real calls: SIP messages as a ladder, a text and a capture that tshark reads; the
// health of each part; the network check; and their pages in a browser.
import { spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';
import type { HealthCheck, NetworkCheck, SystemHealth } from '@tandem/contract/api/system.ts';
import { connectionConfig } from '../../server/src/platform/db/connection.ts';
import { reachEmbedded } from '../../server/src/platform/db/reach.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { launchBrowser, openView, signIn as signInAt } from '../kit/chromium.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
let tandem: Tandem;
let admin: Api;
let database: pg.Client;
let stun: dgram.Socket;
const phones: Softphone[] = [];

/** Sees everybody as 203.0.113.9 port 9 (RFC 8489, section 14.2). */
async function startStun(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (asked, from) => {
    const seen = Buffer.from([0, 0x20, 0, 8, 0, 1, 0x21, 0x1b, 203 ^ 0x21, 0 ^ 0x12, 113 ^ 0xa4, 9 ^ 0x42]);
    socket.send(Buffer.concat([Buffer.from([1, 1, 0, seen.length]), asked.subarray(4, 20), seen]), from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return socket;
}

beforeAll(async () => {
  stun = await startStun();
  tandem = await startTandem(undefined, { TANDEM_PUBLIC_IP: '127.0.0.1', TANDEM_STUN: `stun:127.0.0.1:${stun.address().port}` });
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  const { url } = await reachEmbedded({ dataDir: tandem.folder });
  database = new pg.Client(connectionConfig(url, 'trace test'));
  await database.connect();
}, 120_000);
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
});
afterAll(async () => {
  await database?.end();
  await tandem?.stop();
  stun?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

type Transport = 'udp' | 'tcp' | 'ws';
async function phone(user: string, transport: Transport = 'udp'): Promise<Softphone> {
  const port = transport === 'ws' ? Number(new URL(tandem.baseUrl).port) : tandem.sipPort;
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port }, user, transport });
  phones.push(made);
  return made;
}
/** The contact that has begun since. */
const fresh = (before: readonly { id: string }[]) =>
  eventually('the contact', async () => {
    const { items } = await admin.get<{ items: { id: string }[] }>('/interactions');
    return items.find(({ id }) => !before.some((each) => each.id === id)) ?? null;
  });
const contacts = async () => (await admin.get<{ items: { id: string }[] }>('/interactions')).items;
const titles = ({ messages }: SipTrace): string[] => messages.map(({ direction, title }) => `${direction} ${title}`);
const stored = async (): Promise<number> =>
  Number((await database.query("select count(*) as n from telephony_sip_trace where leg <> ''")).rows[0].n);

describe('a phone’s call', () => {
  it('is kept from the challenge to the last answer over UDP, TCP and WebSocket, without proofs of the password', async () => {
    const before = await contacts();
    const calls: { transport: Transport; call: PhoneCall; id: string }[] = [];
    for (const [n, transport] of (['udp', 'tcp', 'ws'] as const).entries()) {
      const agent = await phone(`agent${n + 1}`, transport);
      expect((await agent.register()).status).toBe(200);
      const call = await agent.call('4090', { hz: 700 });
      await call.answered();
      calls.push({ transport, call, id: (await fresh([...before, ...calls])).id });
    }
    for (const { call, id } of calls) {
      const live = await eventually('the messages of the live call', async () => {
        const trace = await admin.get<SipTrace>(`/interactions/${id}/sip-trace`);
        return trace.messages.at(-1)?.title === 'ACK' ? trace : null;
      });
      expect(live.legs).toMatchObject([{ endedAt: null, left: 0 }]);
      await call.send('INFO', { body: { type: 'application/dtmf-relay', text: 'Signal=7\r\nDuration=100\r\n' } });
      expect((await call.hangUp()).status).toBe(200);
    }
    await eventually('their rows', async () => ((await stored()) === calls.length ? true : null), 30_000);

    for (const { transport, id } of calls) {
      const trace = await admin.get<SipTrace>(`/interactions/${id}/sip-trace`);
      const seen = titles(trace);
      expect(seen.slice(0, 4)).toEqual(['in INVITE', 'out 401 Unauthorized', 'in ACK', 'in INVITE']);
      expect(seen.slice(-4)).toEqual(['in INFO', 'out 200 OK', 'in BYE', 'out 200 OK']);
      expect(trace.legs).toMatchObject([{ endedAt: expect.any(Number), left: 0 }]);
      for (const message of trace.messages) expect(message).toMatchObject({ transport, remote: { ip: '127.0.0.1' } });
      expect(trace.messages.at(3)?.text).toMatch(/^Authorization: Digest .*response="\*+"/im);
      expect(trace.messages.at(3)?.text).toContain('sip:agent');
      const texts = trace.messages.map(({ text }) => text).join('\n');
      expect(texts).not.toMatch(/(response|nonce)="[^*"]/);
      expect(texts).toMatch(/Signal=\*\r\nDuration=100/);
    }
    // At rest they are sealed.
    const { rows: kept } = await database.query('select * from telephony_sip_trace');
    expect(JSON.stringify(kept)).not.toContain('agent1');
  });
});

describe('a caller', () => {
  it('is traced with what was sent again, and the files hold the same', async () => {
    const before = await contacts();
    const caller = await phone('+8613800138001');
    // Its 2xx stays without an ACK for a while: it is sent again (RFC 3261, section 13.3.1.4).
    const call = await caller.call('4090', { hz: 700, acks: false });
    const { id } = await fresh(before);
    await eventually('a 2xx sent again', async () => {
      const { messages } = await admin.get<SipTrace>(`/interactions/${id}/sip-trace`);
      return messages.some(({ again, title }) => again && title === '200 OK') ? true : null;
    });
    call.ack();
    await call.answered();
    await call.hangUp();
    await eventually('its end', async () => ((await admin.get<SipTrace>(`/interactions/${id}/sip-trace`)).legs[0]?.endedAt ? true : null));
    const trace = await admin.get<SipTrace>(`/interactions/${id}/sip-trace`);
    expect(trace.messages[0]).toMatchObject({ title: 'INVITE', cseq: '1 INVITE', direction: 'in', sdp: true, again: false });
    expect(trace.messages.map(({ at }) => at)).toEqual(trace.messages.map(({ at }) => at).toSorted((a, b) => a - b));

    const text = await admin.raw(`/interactions/${id}/sip-trace/file`);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const written = await text.text();
    expect(written).toContain('INVITE sip:4090@');
    expect(written).toContain('(sent again)');

    const capture = await admin.raw(`/interactions/${id}/sip-trace/file?format=pcapng`);
    const file = path.join(folder, 'call.pcapng');
    fs.writeFileSync(file, Buffer.from(await capture.arrayBuffer()));
    const fields = ['sip.Method', 'sip.Status-Code', 'ip.src', 'sip.Call-ID', 'sdp.media', '_ws.malformed'].flatMap((field) => [
      '-e',
      field,
    ]);
    const { stdout, status } = spawnSync('tshark', ['-r', file, '-T', 'fields', ...fields], { encoding: 'utf8' });
    expect(status).toBe(0);
    const read = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(read.map(([method, code]) => method || code)).toEqual(
      trace.messages.map(({ title, status: answer }) => (answer === null ? title : String(answer))),
    );
    expect(new Set(read.map((each) => each[3])).size).toBe(1);
    expect(read.at(0)?.[4]).toMatch(/^audio \d+/);
    expect(read.filter((each) => each[5]).length).toBe(0);
  });

  it('is told to administrators only, each time written down, and gone with its customer', async () => {
    const latest = (await contacts()).at(0)!;
    const where = `/interactions/${latest.id}/sip-trace`;
    const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
    expect((await supervisor.raw(where)).status).toBe(403);
    expect((await admin.raw('/interactions/int_01900000-0000-7000-8000-000000000000/sip-trace')).status).toBe(404);
    const { items } = await admin.get('/audit?limit=200');
    const entries = items.filter((each: any) => each.action === 'interaction.sip-trace' && each.object === latest.id);
    expect(entries.map((each: any) => each.outcome)).toEqual(expect.arrayContaining(['done']));

    expect((await admin.get<SipTrace>(where)).messages.length).toBeGreaterThan(0);
    const { customer } = await admin.get(`/interactions/${latest.id}`);
    await admin.send('POST', `/customers/${customer.id}/erase`);
    expect((await admin.get<SipTrace>(where)).messages).toEqual([]);
    const { rows } = await database.query('select leg, sealed from telephony_sip_trace where sealed is null');
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('the health page', () => {
  const lines = async (): Promise<HealthCheck[]> => (await admin.get<SystemHealth>('/system/health')).checks;
  const line = async (check: string, subject: string | null = null): Promise<HealthCheck> =>
    (await lines()).find((each) => each.check === check && each.subject === subject)!;

  it('tells every process, the database, the disk, the log with its readers, jobs, certificate and trunks', async () => {
    const health = await admin.get<SystemHealth>('/system/health');
    const names = health.checks.map(({ check, subject }) => (subject === null ? check : `${check} ${subject}`));
    const wanted = [
      'supervisor',
      'server',
      'edge',
      'database',
      'disk data',
      'log',
      'reader interactions',
      'reader analytics',
      'jobs',
      'certificate',
      'backup',
      'reports',
      'trunk local',
    ];
    expect(names).toEqual(expect.arrayContaining(wanted));
    const pids = ['supervisor', 'server', 'edge'].map((name) => health.checks.find(({ check }) => check === name)!.values['pid']);
    expect(pids[0]).toBe(tandem.program.child.pid);
    expect(new Set(pids).size).toBe(3);
    expect(await line('database')).toMatchObject({
      verdict: 'ok',
      values: { embedded: true, version: expect.stringMatching(/^18/), bytes: expect.any(Number) },
    });
    expect(await line('certificate')).toMatchObject({ verdict: 'off', reason: 'plain' });
    expect(await line('reports')).toMatchObject({ verdict: 'ok', values: {} });
    expect(await line('trunk', 'local')).toMatchObject({ verdict: 'ok' });
  });

  it('misses a backup until one is made', async () => {
    expect(await line('backup')).toMatchObject({ verdict: 'warn', reason: 'none' });
    const script = path.resolve(import.meta.dirname, '../../server/src/roles/db.ts');
    const made = spawnSync(process.execPath, [script, 'backup', path.join(folder, 'backup.tandem')], {
      env: { ...process.env, ...tandem.env },
      encoding: 'utf8',
    });
    expect(made.status, made.stderr).toBe(0);
    expect(await line('backup')).toMatchObject({ verdict: 'ok', values: { bytes: fs.statSync(path.join(folder, 'backup.tandem')).size } });
  });

  it('says that a process ended by itself and came back', async () => {
    const before = await line('edge');
    expect(before).toMatchObject({ reason: null, values: { starts: 1, state: 'ready' } });
    process.kill(Number(before.values['pid']), 'SIGKILL');
    // A process starts, as slowly as the machine lets it.
    const after = await eventually(
      'the new edge',
      async () => {
        const edge = await line('edge');
        return edge.values['starts'] === 2 && edge.values['state'] === 'ready' ? edge : null;
      },
      60_000,
    );
    expect(after).toMatchObject({ verdict: 'warn', reason: 'restarted' });
    expect(after.values['pid']).not.toBe(before.values['pid']);
    await eventually('its trunks', async () => ((await line('trunk', 'local')).verdict === 'ok' ? true : null), 30_000);
  });
});

describe('the network check', () => {
  it('reaches our own doors, also by the public address, and sees that the outside knows us by another', async () => {
    const { verdict, steps } = await admin.send<NetworkCheck>('POST', '/system/network-check');
    expect(verdict).toBe('bad');
    const said = steps.map(({ step, verdict: each, reason }) => [step, each, reason].filter((part) => part !== null).join(' '));
    expect(said).toEqual([
      'address warn loopback',
      'stun bad other-address',
      'sip-udp ok',
      'sip-tcp ok',
      'sip-tls off no-certificate',
      'rtp ok',
      'public-sip-udp ok',
      'public-sip-tcp ok',
      'public-rtp ok',
      'https off loopback',
    ]);
    expect(steps.at(1)?.values).toMatchObject({ seen: '203.0.113.9', publicIp: '127.0.0.1' });
  });
});

describe('in the browser', () => {
  let browser: Browser;
  let id: string;
  beforeAll(async () => {
    const before = await contacts();
    const caller = await phone('+8613800138002');
    const call = await caller.call('4090', { hz: 700 });
    await call.answered();
    id = (await fresh(before)).id;
    await call.hangUp();
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it.each(['zh-CN', 'en'] as const)('an administrator sees the system, and the ladder of a call (%s)', async (language) => {
    const { page, close } = await openView(browser, tandem.baseUrl, { language });
    await signInAt(page, 'admin@demo.test');
    await page.goto('/settings/system');
    await page.locator('[data-check=edge][data-verdict=warn]').waitFor();
    await page.locator('section').last().getByRole('button').click();
    await page.locator('[data-step=stun][data-verdict=bad]').waitFor();
    expect(await page.locator('[data-step=stun]').innerText()).toContain('203.0.113.9');
    await expectAccessible(page);
    await expectWhole(page);

    await page.goto(`/interactions/${id}`);
    await page.getByRole('button', { name: language === 'en' ? 'Show' : '查看', exact: true }).click();
    const messages = page.locator('button[aria-expanded]').filter({ has: page.locator('time') });
    await messages.first().click();
    await page.locator('pre', { hasText: 'INVITE sip:4090@' }).waitFor();
    expect(await messages.first().innerText()).toContain('INVITE');
    await page.locator('[data-event="interaction.started"]').last().waitFor();
    await expectAccessible(page);
    await expectWhole(page);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Wireshark' }).click();
    const file = path.join(folder, `${language}.pcapng`);
    await (await download).saveAs(file);
    const { stdout } = spawnSync('tshark', ['-r', file, '-Y', 'sip.Method == "INVITE"', '-T', 'fields', '-e', 'sip.to.user'], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('4090');
    await close();
  });
});
