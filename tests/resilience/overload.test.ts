// A centre that is driven beyond what it can do says so: new calls from trunks are refused at once, those inside go on, and when it is well again all are let in.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, type Centre, type Talking } from '../kit/centre.ts';
import { freeze } from '../kit/parts.ts';
import { freshSettings } from '../kit/tandem.ts';
import { eventually } from '../kit/processes.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';

let centre: Centre;
let talk: Talking;
let thaw = (): void => undefined;
const phones: Softphone[] = [];

beforeAll(async () => {
  centre = await openCentre({ ...(await freshSettings()), TANDEM_OVERLOAD_MS: '1000', TANDEM_OVERLOAD_CALLS: '2' });
  talk = await centre.talking();
});
afterAll(async () => {
  thaw();
  for (const phone of phones) phone.close();
  await centre?.close();
});

let serial = 0;
async function call(): Promise<PhoneCall> {
  const from = `+8613900007${String(++serial).padStart(3, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: centre.tandem.sipPort }, user: from });
  phones.push(phone);
  return phone.call('4002', { hz: CALLER_HZ });
}
const alert = (): Promise<any> =>
  eventually(
    'the alert',
    async () => (await centre.supervisor.get('/alerts')).items.find(({ kind }: { kind: string }) => kind === 'overloaded') ?? null,
    20_000,
    300,
  );
const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^tandem_${name} (.+)$`, 'm').exec(await (await fetch(`${centre.tandem.baseUrl}/metrics`)).text())?.[1] ?? Number.NaN);

it('lets everybody in while it is well', async () => {
  const welcome = await call();
  await welcome.answered();
  expect(await metric('edge_overloaded')).toBe(0);
  await welcome.hangUp();
});

it('refuses new calls at once when two have waited too long, and says when to come again; those inside are served', async () => {
  thaw = freeze(centre.tandem, 'postgres');
  const untaken = [await call(), await call()];
  await pause(1_500);
  const at = performance.now();
  const refused = await call();
  expect(await refused.ended(2_000)).toBe(503);
  expect(performance.now() - at).toBeLessThan(500);
  const [answer] = refused.answers.slice(-1);
  const again = answer?.headers.find(({ name }) => name === 'retry-after')?.value;
  expect(Number(again)).toBeGreaterThanOrEqual(2);
  for (let n = 0; n < 20; n++) {
    const next = await call();
    expect(await next.ended(2_000)).toBe(503);
  }
  // No answer came for those who were let in before; they are not thrown out either.
  expect(untaken.map((each) => each.state.ended)).toEqual([null, null]);
  await hear([talk.call, AGENT_HZ], [talk.agentCall, CALLER_HZ]);
});

it('lets callers in again when it has caught up, and tells the supervisors and the operator how many went', async () => {
  thaw();
  thaw = () => undefined;
  await eventually(
    'a new call to be taken',
    async () => {
      const next = await call();
      return next
        .answered(4_000)
        .then(() => next.hangUp())
        .then(
          () => true,
          () => null,
        );
    },
    30_000,
    500,
  );
  expect(await alert()).toMatchObject({ kind: 'overloaded', level: 'alarm' });
  await eventually('the figures of the edge', async () => ((await metric('edge_calls_turned_away')) >= 21 ? true : null), 20_000, 500);
  await eventually('the edge to be well', async () => ((await metric('edge_overloaded')) === 0 ? true : null), 20_000, 500);
  await hear([talk.call, AGENT_HZ], [talk.agentCall, CALLER_HZ]);
  await talk.call.hangUp();
});
