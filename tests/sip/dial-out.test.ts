// An agent dials out over the API: his phone first, then the other side; what ends it, what he hears, and that no work comes meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../kit/processes.ts';
import type { PhoneCall } from '../../sim/softphone.ts';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterEach(() => centre.quiet());
afterAll(() => centre?.close());

/** The first agent dials, and picks his own phone up. */
async function dial(body: Record<string, unknown>): Promise<{ own: PhoneCall; id: string; call: string }> {
  const { one } = centre;
  const made = await one.api.send('POST', '/calls', body);
  const own = await one.phone.incoming();
  own.media.tone(AGENT_HZ);
  own.accept();
  return { own, id: made.interaction, call: made.id };
}
const ended = (id: string): Promise<any> =>
  eventually('the contact to end', async () => {
    const detail = await centre.supervisor.get(`/interactions/${id}`);
    return detail.endedAt === null ? null : detail;
  });

describe('dialling out', () => {
  it('rings the own phone, then the other, and they talk; no work comes meanwhile', async () => {
    const { one, outside, supervisor } = centre;
    const { own, id, call } = await dial({ to: '13700009999', display: 'Calling Wang' });
    expect(own.invite.from.display).toBe('Calling Wang');
    const other = await outside.incoming();
    // Read as the tenant's country reads it.
    expect(other.invite.uri).toMatchObject({ user: OUTSIDE });
    other.ring();
    await pause(1_500);
    // He hears it ring.
    expect(own.media.heard().some((sample) => Math.abs(sample) > 1_000)).toBe(true);
    other.media.tone(OTHER_HZ);
    other.accept();
    await hear([own, OTHER_HZ], [other, AGENT_HZ]);
    // Dialling again is refused: he is busy.
    expect(
      (
        await one.api.raw('/calls', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ to: OUTSIDE }),
        })
      ).status,
    ).toBe(409);

    const { phone } = await centre.caller();
    const waiting = await phone.call('4002', { hz: CALLER_HZ });
    await waiting.answered();
    await pause(1_500);
    expect(one.phone.calls.filter((each) => each.state.ended === null)).toHaveLength(1);
    await one.api.send('POST', `/calls/${call}/digits`, { digits: '42#' });
    await eventually('the keys to arrive', () => (other.media.payloadTypes().some((type) => type >= 96) ? true : null));

    await other.hangUp();
    expect(await own.ended()).toBe('bye');
    expect(await ended(id)).toMatchObject({ direction: 'outbound', cause: 'normal' });
    const legs = (await supervisor.get(`/interactions/${id}`)).legs;
    expect(legs.map((leg: { party: string }) => leg.party).sort()).toEqual(['agent', 'customer']);
    // No work stands behind it, and it is his all the same.
    const mine = await one.api.get(`/interactions/${id}`);
    expect(mine).toMatchObject({ agent: { id: one.id }, segments: [{ kind: 'agent', agent: { id: one.id }, outcome: 'ended' }] });
    // Free again: the one who waited is next.
    const next = await one.phone.incoming();
    next.accept();
    await waiting.hangUp();
  });

  it.each([
    [486, 'busy'],
    [404, 'not-found'],
    [603, 'declined'],
  ])('that is answered with %i lets the agent hear it and ends with its cause', async (status, cause) => {
    const { own, id } = await dial({ to: OUTSIDE });
    (await centre.outside.incoming()).refuse(status);
    const from = performance.now();
    expect(await ended(id)).toMatchObject({ cause });
    await pause(1_000);
    expect(own.state.ended).toBeNull();
    expect(own.media.heard(from).some((sample) => Math.abs(sample) > 1_000)).toBe(true);
    expect(await own.ended()).toBe('bye');
  });

  it('gives up after the time-out', async () => {
    const { own, id } = await dial({ to: OUTSIDE, timeoutMs: 5_000 });
    const other = await centre.outside.incoming();
    other.ring();
    expect(await other.ended(8_000)).toBe('cancelled');
    expect(await ended(id)).toMatchObject({ cause: 'no-answer' });
    expect(await own.ended()).toBe('bye');
  });

  it('ends where the agent hangs up first, or does not answer himself', async () => {
    const first = await dial({ to: OUTSIDE });
    const other = await centre.outside.incoming();
    other.ring();
    await first.own.hangUp();
    expect(await other.ended()).toBe('cancelled');
    expect(await ended(first.id)).toMatchObject({ cause: 'cancelled' });

    const made = await centre.one.api.send('POST', '/calls', { to: OUTSIDE });
    (await centre.one.phone.incoming()).refuse(603);
    expect(await ended(made.interaction)).toMatchObject({ cause: 'declined' });
    expect(centre.outside.calls.filter((each) => each.state.ended === null)).toHaveLength(0);
  });

  it('asked for twice under one key rings once', async () => {
    const headers = { 'idempotency-key': 'dial-once' };
    const first = await centre.one.api.send('POST', '/calls', { to: OUTSIDE }, headers);
    const second = await centre.one.api.send('POST', '/calls', { to: OUTSIDE }, headers);
    expect(second.id).toBe(first.id);
    (await centre.one.phone.incoming()).refuse(486);
    await ended(first.interaction);
    await pause(500);
    expect(centre.one.phone.calls.filter((each) => each.state.ended === null)).toHaveLength(0);
  });

  it('reaches a colleague, and is refused where it leads nowhere or the agent is busy', async () => {
    const { one, two, admin } = centre;
    const { own } = await dial({ to: 'agent7' });
    const other = await two.phone.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await hear([own, OTHER_HZ], [other, AGENT_HZ]);
    const post = (api: typeof one.api, body: unknown): Promise<Response> =>
      api.raw('/calls', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await post(one.api, { to: OUTSIDE })).status).toBe(409);
    await own.hangUp();
    expect(await other.ended()).toBe('bye');
    await centre.quiet();
    expect((await post(one.api, { to: '4002' })).status).toBe(422);
    // An administrator has no phone.
    expect((await post(admin, { to: OUTSIDE })).status).toBe(422);
  });
});
