// SIP over TLS: desk phones on the port of their own, trunks by certificate, and nothing of it readable on the wire.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startProvider } from '../../sim/provider.ts';
import { startSoftphone } from '../../sim/softphone.ts';
import { writeToneWav } from '../kit/audio.ts';
import { startPhone } from '../kit/baresip.ts';
import { testCertificate, type TestCertificate } from '../kit/certificate.ts';
import { hear } from '../kit/centre.ts';
import { EAGER, interactionOf } from '../kit/demo.ts';
import { device, startEdge, trunk, type TestEdge } from '../kit/edge.ts';
import { eventually, start } from '../kit/processes.ts';
import { freshSettings, signIn, startTandem, type Tandem } from '../kit/tandem.ts';

const AGENT_HZ = 1_200;
const CALLER_HZ = 700;
const undo: (() => unknown)[] = [];
let ours: TestCertificate;
let strange: TestCertificate;

beforeAll(async () => {
  ours = await testCertificate({ trusted: true });
  strange = await testCertificate({ trusted: false });
});
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});
afterAll(() => {
  ours.remove();
  strange.remove();
});

const shown = (certificate: TestCertificate, follow: (renewed: (pair: TestCertificate) => void) => void = () => undefined) => ({
  port: 0,
  certificate: {
    pair: certificate,
    follow(renewed: (pair: TestCertificate) => void) {
      follow(renewed);
      return () => undefined;
    },
  },
});
async function edgeWith(...given: Parameters<typeof startEdge>): Promise<TestEdge> {
  const made = await startEdge(...given);
  undo.push(() => made.stop());
  return made;
}
const ACCOUNT = { username: 'acme', password: 'a trunk secret', register: true, expiresS: 600 };

describe('a desk phone', () => {
  it('that trusts our certificate registers, is rung and talks; a stranger on the wire reads nothing', async () => {
    const settings = await freshSettings();
    const tandem: Tandem = await startTandem({ ...settings, ...EAGER, TANDEM_TLS_CERT: ours.certFile, TANDEM_TLS_KEY: ours.keyFile });
    undo.push(() => tandem.stop());
    expect(tandem.program.output()).toContain(`${settings['TANDEM_SIPS_PORT']} TLS`);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-'));
    undo.push(() => fs.rmSync(folder, { recursive: true, force: true }));
    const wire = path.join(folder, 'wire.pcap');
    const capture = start('tshark', ['-i', 'lo', '-f', `tcp port ${settings['TANDEM_SIPS_PORT']}`, '-F', 'pcap', '-w', wire]);
    undo.push(() => capture.stop('SIGINT'));
    await capture.says(/Capturing on/);
    const tone = path.join(folder, 'agent.wav');
    writeToneWav(tone, AGENT_HZ, 60);
    const server = `127.0.0.1:${settings['TANDEM_SIPS_PORT']}`;
    const phone = await startPhone({ user: 'agent1', server, answer: 'auto', plays: tone, transport: 'tls', trusts: ours.certFile });
    undo.push(() => phone.stop());
    const api = await signIn(tandem.baseUrl, 'agent1@demo.test');
    await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
    const caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900007001' });
    undo.push(() => caller.close());
    const call = await caller.call('4002', { hz: CALLER_HZ });
    await call.answered();
    await hear([call, AGENT_HZ]);
    const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
    const { id } = await interactionOf(supervisor, '+8613900007001');
    // Its own BYE comes back over the connection that it has opened.
    await phone.command('hangup');
    await call.ended();
    await interactionOf(supervisor, '+8613900007001', (detail) => detail.state !== 'talking');
    const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
    const trace = await eventually('the call’s messages', async () => {
      const { messages: items } = await admin.get(`/interactions/${id}/sip-trace`);
      const by = new Set(items.map((each: { transport: string }) => each.transport));
      return by.has('tls') && by.has('udp') ? items : null;
    });
    expect(trace.some((each: { transport: string; text: string }) => each.transport === 'tls' && each.text.startsWith('INVITE '))).toBe(
      true,
    );
    await capture.stop('SIGINT');
    const bytes = fs.readFileSync(wire).toString('latin1');
    expect(bytes.length).toBeGreaterThan(4_000);
    expect(bytes).not.toMatch(/SIP\/2\.0|INVITE|agent1/);
  });

  it('is told the new certificate once it was renewed, and one that speaks no TLS is cut off', async () => {
    let renew: ((pair: TestCertificate) => void) | null = null;
    const { edge } = await edgeWith({ devices: [], trunks: [] }, { secure: shown(ours, (renewed) => (renew = renewed)) });
    const port = edge.sipsPort!;
    const fingerprint = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
          resolve(socket.getPeerCertificate().fingerprint256);
          socket.destroy();
        });
        socket.once('error', reject);
      });
    const before = await fingerprint();
    renew!(strange);
    expect(await fingerprint()).not.toBe(before);
    const plain = net.connect(port, '127.0.0.1');
    plain.on('error', () => undefined);
    plain.write('OPTIONS sip:127.0.0.1 SIP/2.0\r\n\r\n');
    await new Promise((resolve) => plain.once('close', resolve));
  });
});

describe('a trunk', () => {
  const dial = {
    do: 'dial',
    tenant: 'tnt_a',
    leg: 'leg_out',
    call: 'cal_out',
    to: { kind: 'trunk', trunk: 'trk_a', address: { kind: 'e164', e164: '+8613700000000' } },
    from: { address: { kind: 'e164', e164: '+861066668888' }, display: 'Acme' },
    timeoutMs: 20_000,
  } as const;

  it('registers, carries calls both ways over one connection, and hears of their end', async () => {
    const far = await startProvider({ accounts: { acme: ACCOUNT.password }, certificate: ours });
    undo.push(() => far.close());
    const directory = { devices: [device('dev_a', 'anna')], trunks: [trunk('trk_a', far, { account: ACCOUNT, transport: 'tls' })] };
    const { reported, command, edge } = await edgeWith(directory, { secure: shown(ours) });
    expect((await reported('trunk.state')).registered).toBe(true);
    command(dial);
    await reported('leg.answered');
    const invite = far.heard.find(({ method }) => method === 'INVITE')!;
    expect(invite.via[0]).toMatchObject({ transport: 'TLS', port: edge.sipsPort });
    const [contact] = invite.contact === '*' ? [] : invite.contact;
    expect(contact!.uri).toMatchObject({ port: edge.sipsPort });
    far.calls[0]!.hangUp();
    expect(await reported('leg.ended')).toMatchObject({ cause: 'normal', by: 'remote' });
  });

  it('whose certificate nobody vouches for gets no call and is told as away, with the reason', async () => {
    const far = await startProvider({ accounts: { acme: ACCOUNT.password }, certificate: strange });
    undo.push(() => far.close());
    const { reported, command } = await edgeWith({ devices: [], trunks: [trunk('trk_a', far, { account: ACCOUNT, transport: 'tls' })] });
    expect(await reported('trunk.state')).toMatchObject({ registered: false, detail: expect.stringMatching(/self-signed certificate/) });
    command(dial);
    expect(await reported('leg.ended')).toMatchObject({ cause: 'unreachable' });
    expect(far.heard).toHaveLength(0);
  });
});
