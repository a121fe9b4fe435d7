// Trunks found by DNS (RFC 3263): a real DNS server on loopback, telephone companies on several addresses, one of them dead or sorry.
import os from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startProvider, type Provider, type ProviderOptions } from '../../sim/provider.ts';
import { startSoftphone } from '../../sim/softphone.ts';
import { testCertificate, type TestCertificate } from '../kit/certificate.ts';
import { startDns, type DnsRecord, type TestDns } from '../kit/dns.ts';
import { startEdge, trunk, type Reported, type TestEdge } from '../kit/edge.ts';
import { freePorts } from '../kit/ports.ts';
import { eventually } from '../kit/processes.ts';

const DOMAIN = 'carrier.test';
const undo: (() => unknown)[] = [];
let ours: TestCertificate;

beforeAll(async () => {
  ours = await testCertificate({ trusted: true });
});
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});
afterAll(() => ours?.remove());

async function dnsWith(records: DnsRecord[]): Promise<TestDns> {
  const dns = await startDns(records);
  undo.push(() => dns.close());
  return dns;
}
async function provider(options: ProviderOptions = {}): Promise<Provider> {
  const made = await startProvider(options);
  undo.push(() => made.close());
  return made;
}
async function edgeFor(dns: TestDns, more: Parameters<typeof trunk>[2] = {}): Promise<TestEdge> {
  const one = trunk('trk_a', { ip: DOMAIN, port: 9 }, { lookup: 'srv', ...more });
  const made = await startEdge({ devices: [], trunks: [one] }, { dnsServers: [dns.address] });
  undo.push(() => made.stop());
  return made;
}
/** What the edge says of the trunk, once it is so. */
const state = (edge: TestEdge, good: (state: Reported<'trunk.state'>) => boolean): Promise<Reported<'trunk.state'>> =>
  eventually(
    'the trunk to be so',
    () => edge.reports.findLast((each) => each.kind === 'trunk.state' && good(each)) as Reported<'trunk.state'>,
  );
const found = (edge: TestEdge, servers: number) => state(edge, ({ targets }) => targets?.length === servers);

let serial = 0;
/** Calls a number over the trunk: `answered`, or why it ended. */
async function dial(edge: TestEdge): Promise<string> {
  const leg = `leg_${(serial += 1)}` as 'leg_a';
  edge.command({
    do: 'dial',
    tenant: 'tnt_a',
    leg,
    call: `cal_${serial}`,
    to: { kind: 'trunk', trunk: 'trk_a', address: { kind: 'e164', e164: '+8613700000000' } },
    from: { address: { kind: 'e164', e164: '+861066668888' }, display: '' },
    timeoutMs: 20_000,
  });
  const told = await eventually('the call to be answered or over', () =>
    edge.reports.find((each) => (each.kind === 'leg.answered' || each.kind === 'leg.ended') && each.leg === leg),
  );
  edge.command({ do: 'hangup', leg, cause: 'normal' });
  return told.kind === 'leg.ended' ? told.cause : 'answered';
}
const srv = (target: string, { port }: { port: number }, more: Partial<Extract<DnsRecord, { type: 'SRV' }>> = {}): DnsRecord => ({
  type: 'SRV',
  name: `_sip._udp.${DOMAIN}`,
  target,
  port,
  ...more,
});
const a = (name: string, ip = '127.0.0.1', ttl = 60): DnsRecord => ({ type: 'A', name, ip, ttl });

describe('a trunk', () => {
  it('whose NAPTR prefers TCP is called over TCP, at the server that SRV names, by the domain’s own URI', async () => {
    const far = await provider();
    const dns = await dnsWith([
      { type: 'NAPTR', name: DOMAIN, order: 20, service: 'SIP+D2U', replacement: `_sip._udp.${DOMAIN}` },
      { type: 'NAPTR', name: DOMAIN, order: 10, service: 'SIP+D2T', replacement: `_sip._tcp.${DOMAIN}` },
      srv('one.test', far, { name: `_sip._tcp.${DOMAIN}` }),
      srv('two.test', { port: 9 }),
      a('one.test'),
      a('two.test', '127.0.0.2'),
    ]);
    const edge = await edgeFor(dns, { lookup: 'naptr' });
    const { targets } = await found(edge, 2);
    expect(targets).toEqual([
      { host: 'one.test', ip: '127.0.0.1', port: far.port, transport: 'tcp', priority: 10, weight: 0, good: true },
      { host: 'two.test', ip: '127.0.0.2', port: 9, transport: 'udp', priority: 10, weight: 0, good: true },
    ]);
    expect(await dial(edge)).toBe('answered');
    const invite = far.heard.find(({ method }) => method === 'INVITE');
    expect(invite?.via.at(0)).toMatchObject({ transport: 'TCP' });
    expect(invite?.uri).toMatchObject({ host: DOMAIN, port: null });
  });

  it.each(['dead', 'sorry'] as const)(
    'whose first server is %s is reached at the next, which is asked first from then on',
    async (first) => {
      const sorry = await provider({ manners: { invite: 503 } });
      const well = await provider();
      const dead = { port: await freePorts(1) };
      const dns = await dnsWith([
        srv('first.test', first === 'dead' ? dead : sorry, { priority: 1 }),
        srv('second.test', well, { priority: 2 }),
        a('first.test'),
        a('second.test'),
      ]);
      const edge = await edgeFor(dns);
      await found(edge, 2);
      expect(await dial(edge)).toBe('answered');
      expect((await state(edge, ({ targets }) => targets?.at(0)?.good === false)).targets?.map(({ good }) => good)).toEqual([false, true]);
      const before = sorry.heard.length;
      expect(await dial(edge)).toBe('answered');
      expect(well.calls).toHaveLength(2);
      expect(sorry.heard).toHaveLength(before);
    },
  );

  it('sends its calls where the weight is', async () => {
    const [light, heavy] = [await provider(), await provider()];
    const dns = await dnsWith([
      srv('light.test', light, { weight: 1 }),
      srv('heavy.test', heavy, { weight: 65_535 }),
      a('light.test'),
      a('heavy.test'),
    ]);
    const edge = await edgeFor(dns);
    await found(edge, 2);
    for (let i = 0; i < 6; i++) expect(await dial(edge)).toBe('answered');
    expect([light.calls.length, heavy.calls.length]).toEqual([0, 6]);
  });

  it('moves with its address as soon as that has run out, and stays where it was while DNS is silent', async () => {
    const port = await freePorts(1);
    const [here, there] = [await provider({ port }), await provider({ ip: '127.0.0.2', port })];
    const dns = await dnsWith([srv('gate.test', { port }), a('gate.test', '127.0.0.1', 1)]);
    const edge = await edgeFor(dns);
    await found(edge, 1);
    expect(await dial(edge)).toBe('answered');
    dns.records = [srv('gate.test', { port }), a('gate.test', '127.0.0.2', 1)];
    await state(edge, ({ targets }) => targets?.at(0)?.ip === '127.0.0.2');
    expect(await dial(edge)).toBe('answered');
    expect([here.calls.length, there.calls.length]).toEqual([1, 1]);
    dns.silent = true;
    expect((await state(edge, ({ detail }) => detail !== '')).detail).toMatch(/DNS does not answer for carrier\.test \(ETIMEOUT\)/);
    expect(await dial(edge)).toBe('answered');
    expect(there.calls).toHaveLength(2);
  });

  it('without SRV is its own address at the usual port, and one without either is told as away', async () => {
    const dns = await dnsWith([a(DOMAIN, '127.0.0.4')]);
    expect((await found(await edgeFor(dns), 1)).targets).toMatchObject([{ host: DOMAIN, ip: '127.0.0.4', port: 5_060, transport: 'udp' }]);
    const nowhere = await edgeFor(await dnsWith([{ type: 'SRV', name: `_sip._udp.${DOMAIN}`, target: '.', port: 0 }]));
    expect((await state(nowhere, ({ targets }) => targets !== undefined)).detail).toBe(`DNS names no server for ${DOMAIN}`);
    expect(await dial(nowhere)).toBe('unreachable');
  });

  it('over TLS proves to be the domain, whatever its server is called', async () => {
    const far = await provider({ certificate: ours });
    const records = [os.hostname(), DOMAIN].map((domain) => srv('gate.test', far, { name: `_sips._tcp.${domain}` }));
    const dns = await dnsWith([...records, a('gate.test')]);
    const trusted = await edgeFor(dns, { transport: 'tls', host: os.hostname() });
    await found(trusted, 1);
    expect(await dial(trusted)).toBe('answered');
    const strange = await edgeFor(dns, { transport: 'tls' });
    await found(strange, 1);
    expect(await dial(strange)).toBe('unreachable');
  });
});

describe('a call that comes in', () => {
  it('from an address of the trunk’s servers is the trunk’s, and from another must prove itself', async () => {
    const dns = await dnsWith([srv('gate.test', { port: 5_060 }), a('gate.test', '127.0.0.3')]);
    const edge = await edgeFor(dns);
    await found(edge, 1);
    const server = { ip: '127.0.0.1', port: edge.sipPort };
    const stranger = await startSoftphone({ server, user: '+8613900000001', ip: '127.0.0.5' });
    undo.push(() => stranger.close());
    await expect((await stranger.call('4001')).answered()).rejects.toThrow();
    expect(edge.reports.some(({ kind }) => kind === 'leg.arrived')).toBe(false);
    const carrier = await startSoftphone({ server, user: '+8613900000002', ip: '127.0.0.3' });
    undo.push(() => carrier.close());
    await carrier.call('4001');
    expect(await edge.reported('leg.arrived')).toMatchObject({ source: { kind: 'trunk', trunk: 'trk_a' } });
  });
});
