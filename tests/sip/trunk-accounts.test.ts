// Trunks against a telephone company that registers, challenges, refuses and falls silent: the edge alone, in core's place the test.
import dgram from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import { headerList, header, type Request } from '@tandem/sip';
import { startProvider, type Provider, type ProviderOptions } from '../../sim/provider.ts';
import { startEdge, trunk, type TestEdge } from '../kit/edge.ts';
import { freePorts } from '../kit/ports.ts';
import { eventually } from '../kit/processes.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

async function provider(options: ProviderOptions = {}): Promise<Provider> {
  const made = await startProvider(options);
  undo.push(() => made.close());
  return made;
}
async function edgeWith(trunks: EdgeDirectory['trunks'], options: Parameters<typeof startEdge>[1] = {}): Promise<TestEdge> {
  const made = await startEdge({ devices: [], trunks }, options);
  undo.push(() => made.stop());
  return made;
}
const ACCOUNT = { username: 'acme', password: 'a trunk secret', register: true, expiresS: 600 };
const accounts = { acme: ACCOUNT.password };
const dial = (to: string, others: string[] = []) =>
  ({
    do: 'dial',
    tenant: 'tnt_a',
    leg: 'leg_out',
    call: 'cal_out',
    to: { kind: 'trunk', trunk: to as 'trk_a', others: others as 'trk_a'[], address: { kind: 'e164', e164: '+8613700000000' } },
    from: { address: { kind: 'e164', e164: '+861066668888' }, display: 'Acme' },
    timeoutMs: 20_000,
  }) as const;
const invites = (at: Provider): Request[] => at.heard.filter(({ method }) => method === 'INVITE');
const userOf = ({ uri }: Request['from']): string | null => (uri.scheme === 'sip' ? uri.user : null);

describe('a trunk with an account', () => {
  it.each(['udp', 'tcp'] as const)('registers over %s, again at half life, and takes it back at the end', async (transport) => {
    const far = await provider({ accounts, manners: { grantsS: 2 } });
    const { reported, edge, stop } = await edgeWith([trunk('trk_a', far, { account: ACCOUNT, transport })]);
    undo.pop();
    expect((await reported('trunk.state')).registered).toBe(true);
    expect([...far.registered.keys()]).toEqual(['acme']);
    const first = far.heard.length;
    await eventually('it to register again', () => (far.heard.length >= first + 1 ? true : null), 4_000);
    expect(edge.attach(() => undefined).trunks).toEqual([
      { tenant: 'tnt_a', trunk: 'trk_a', healthy: true, registered: true, rttMs: null, detail: '' },
    ]);
    const registers = far.heard.filter(({ method }) => method === 'REGISTER');
    expect(new Set(registers.map(({ callId }) => callId)).size).toBe(1);
    expect(registers.map(({ cseq }) => cseq.number)).toEqual(registers.map((_, i) => i + 1));
    await stop();
    expect(far.registered.size).toBe(0);
  });

  it('is told as not registered where the password is wrong, and registers anew once it is right', async () => {
    const far = await provider({ accounts });
    const wrong = trunk('trk_a', far, { account: { ...ACCOUNT, password: 'wrong' } });
    const { reported, edge } = await edgeWith([wrong]);
    expect(await reported('trunk.state')).toMatchObject({ registered: false, detail: 'REGISTER was refused with 401' });
    expect(far.heard).toHaveLength(2);
    edge.setDirectory({ devices: [], trunks: [{ ...wrong, account: ACCOUNT }] });
    expect(await reported('trunk.state', 2)).toMatchObject({ registered: true, detail: '' });
  });

  it('answers the challenge to a call, names the account and asserts the number where it is told to', async () => {
    const far = await provider({ accounts });
    const caller = { from: 'account', assert: true } as const;
    const { reported, command } = await edgeWith([trunk('trk_a', far, { account: ACCOUNT, caller })]);
    await reported('trunk.state');
    command(dial('trk_a'));
    await reported('leg.answered');
    const [first, second] = invites(far);
    expect([first, second].map((each) => [userOf(each!.from), header(each!, 'p-asserted-identity')])).toEqual([
      ['acme', '<sip:+861066668888@127.0.0.1>'],
      ['acme', '<sip:+861066668888@127.0.0.1>'],
    ]);
    expect(second!.cseq.number).toBe(first!.cseq.number + 1);
    expect(headerList(second!, 'supported')).toEqual(['replaces', 'timer']);
    command({ do: 'hangup', leg: 'leg_out', cause: 'normal' });
    await eventually('the far end to be hung up', () => (far.calls[0]?.ended ? true : null));
  });

  it('asserts nothing to whom it was not told to trust, and rewrites the number by the rules', async () => {
    const far = await provider();
    const rules = [{ direction: 'out', prefix: '+86', replace: '0' }] as const;
    const { reported, command } = await edgeWith([trunk('trk_a', far, { rules: [...rules] })]);
    command(dial('trk_a'));
    await reported('leg.answered');
    const [invite] = invites(far);
    expect([userOf(invite!.from), invite!.uri.scheme === 'sip' ? invite!.uri.user : null]).toEqual(['01066668888', '013700000000']);
    expect(header(invite!, 'p-asserted-identity')).toBeNull();
  });

  it('takes calls to its Contact, by the number in To', async () => {
    const far = await provider({ accounts, ip: '127.0.0.9' });
    const { reported, command } = await edgeWith([trunk('trk_a', far, { account: ACCOUNT, addresses: ['127.0.0.9'] })]);
    await reported('trunk.state');
    const answer = far.call('acme', '4001');
    const { to, leg } = await reported('leg.arrived');
    expect(to).toEqual({ kind: 'extension', extension: '4001' });
    command({ do: 'answer', leg });
    expect((await answer).status).toBe(200);
  });
});

describe('failover', () => {
  it.each([503, 500, 408] as const)('a call that the first trunk answers with %d goes over the second, as the same leg', async (status) => {
    const [first, second] = [await provider({ manners: { invite: status } }), await provider()];
    const { reported, command, reports } = await edgeWith([trunk('trk_a', first), trunk('trk_b', second)]);
    command(dial('trk_a', ['trk_b']));
    expect((await reported('leg.answered')).leg).toBe('leg_out');
    expect(invites(first)).toHaveLength(1);
    expect(reports.map(({ kind }) => kind)).toEqual(['leg.dialled', 'leg.answered']);
    second.calls[0]!.hangUp();
    expect(await reported('leg.ended')).toMatchObject({ leg: 'leg_out', cause: 'normal', by: 'remote' });
  });

  it('a busy callee is busy over every trunk', async () => {
    const [first, second] = [await provider({ manners: { invite: 486 } }), await provider()];
    const { reported, command } = await edgeWith([trunk('trk_a', first), trunk('trk_b', second)]);
    command(dial('trk_a', ['trk_b']));
    expect(await reported('leg.ended')).toMatchObject({ cause: 'busy', sipStatus: 486 });
    expect(second.heard).toEqual([]);
  });

  it('a trunk that says nothing is left after four seconds, one that refuses the connection at once', async () => {
    const hole = dgram.createSocket('udp4').bind(0, '127.0.0.1');
    await once(hole, 'listening');
    undo.push(async () => hole.close());
    const [silent, good] = [{ ip: '127.0.0.1', port: hole.address().port }, await provider()];
    const dead = { ip: '127.0.0.1', port: await freePorts() };
    const { reported, command } = await edgeWith([
      trunk('trk_a', dead, { transport: 'tcp' }),
      trunk('trk_b', silent),
      trunk('trk_c', good),
    ]);
    const began = performance.now();
    command(dial('trk_a', ['trk_b', 'trk_c']));
    await reported('leg.answered');
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(3_500);
    expect(took).toBeLessThan(6_000);
  });

  it('a trunk that is down is tried last, and first again once it answers', async () => {
    const [first, second] = [await provider({ manners: { options: 'silent' } }), await provider()];
    const { reported, command, edge } = await edgeWith([trunk('trk_a', first, { check: true }), trunk('trk_b', second, { check: true })], {
      trunkCheckMs: 200,
    });
    await eventually('the trunk to be down', () => (edge.attach(() => undefined).trunks[0]!.healthy ? null : true), 5_000);
    expect(edge.attach(() => undefined).trunks[0]).toMatchObject({ healthy: false, detail: 'no answer to OPTIONS' });
    command(dial('trk_a', ['trk_b']));
    await eventually('a call over the second', () => (second.calls.length > 0 ? true : null));
    expect(invites(first)).toEqual([]);
    command({ do: 'hangup', leg: 'leg_out', cause: 'normal' });
    first.manners.options = 'answer';
    await eventually('the trunk to be back', () => (edge.attach(() => undefined).trunks[0]!.healthy ? true : null), 5_000);
    expect(edge.attach(() => undefined).trunks[0]!.rttMs).toBeGreaterThan(0);
    command({ ...dial('trk_a', ['trk_b']), leg: 'leg_again' });
    await eventually('a call over the first', () => (first.calls.length > 0 ? true : null));
    void reported;
  });
});
