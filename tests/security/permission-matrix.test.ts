// Every route asked by every role, on things of one's own and of others, against the table of what was decided.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiOf, operationsOf, type Operation } from '../kit/api-routes.ts';
import { listen } from '../kit/event-stream.ts';
import { eventually } from '../kit/processes.ts';
import { samples, word, type Sample, type Target } from '../kit/requests.ts';
import type { Api } from '../kit/tandem.ts';
import { signIn } from '../kit/tandem.ts';
import { PASSWORD, type Side } from '../kit/world-side.ts';
import { startWorld, type World } from '../kit/world.ts';
import { MATRIX, PUBLIC, type Rule } from './permissions.ts';

const ROLES = ['agent', 'supervisor', 'administrator'] as const;
/** What ends a call or removes a person comes when the others have been asked. */
const LAST = ['POST /calls/{id}/hang-up', 'POST /customers/{id}/erase'];
/** In a list of scope `own`: what tells mine from theirs. */
const SHOWN: Readonly<Record<string, (target: Target) => string>> = {
  'GET /interactions': (target) => target.done.interaction,
  'GET /calls': (target) => target.live.call,
  'GET /devices': (target) => target.member.device,
  'GET /kpis/agents': (target) => target.member.agent,
  'GET /reports/agents': (target) => target.member.agent,
  'GET /reports/agents/export': (target) => target.member.agent,
};

let world: World;
let side: Side;
let operations: Operation[];
/** Of the agent (team red, the supervisor's), of his colleague (team blue), and a call that nobody has. */
let mine: Target;
let theirs: Target;
let nobodys: Target;

beforeAll(async () => {
  world = await startWorld();
  side = world.north;
  const finished = async (who: typeof side.agent) => {
    const call = await side.call(who);
    await side.finish(call, who);
    return call;
  };
  const [first, second] = [await finished(side.agent), await finished(side.colleague)];
  mine = { member: side.agent, done: first, live: await side.call(side.agent) };
  theirs = { member: side.colleague, done: second, live: await side.call(side.colleague) };
  nobodys = { ...theirs, live: await side.call(null) };
  operations = operationsOf(await openApiOf(world.tandem));
});
afterAll(async () => {
  await world?.stop();
});

type Answer = { status: number; code: string; text: string };
async function ask(api: Pick<Api, 'raw'>, { method, path }: Operation, { id, body }: Sample): Promise<Answer> {
  const init: RequestInit =
    body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  for (;;) {
    const answer = await api.raw(path.replace('{id}', id ?? ''), init);
    const text = await textOf(answer);
    const code = answer.status < 400 ? '' : String((JSON.parse(text) as { code?: string }).code);
    // The address's own limit, which those without a session share.
    if (code !== 'rate.exceeded') return { status: answer.status, code, text };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A live call goes on for as long as it lasts: the beginning is enough. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.ok || answer.headers.get('content-type') !== 'audio/wav' || answer.headers.has('content-length')) return answer.text();
  await answer.body?.cancel();
  return '';
}

const came = ({ status, code }: Answer, sample: Sample): boolean => status < 300 || code === sample.fine;
const kept = ({ status, code }: Answer): boolean => status === 404 || (status === 403 && code === 'access.out-of-scope');

describe('routes and roles', () => {
  it('the table names exactly the routes there are', () => {
    expect(operations.map((each) => each.name).toSorted()).toEqual([...Object.keys(MATRIX), ...PUBLIC].toSorted());
  });

  it('every role may what the table says, and nothing else', async () => {
    const faults: string[] = [];
    const inOrder = [...operations.filter((each) => !LAST.includes(each.name)), ...operations.filter((each) => LAST.includes(each.name))];
    for (const operation of inOrder.filter((each) => !PUBLIC.includes(each.name))) {
      for (const [i, role] of ROLES.entries()) {
        const rule: Rule = MATRIX[operation.name]![i]!;
        const api = samples(side, mine)[operation.name]!.ends ? await side.again(role) : role === 'agent' ? side.agent.api : side[role];
        const told = (answer: Answer, what: string) =>
          faults.push(`${operation.name} as ${role} on ${what}, ${rule}: ${answer.status} ${answer.code}`);
        const show = SHOWN[operation.name];
        if (show && (rule === 'own' || rule === 'allowed')) {
          const answer = await ask(api, operation, {});
          if (!answer.text.includes(show(mine))) told(answer, 'a list without his own');
          if (answer.text.includes(show(theirs)) !== (rule === 'allowed')) told(answer, 'a list of others');
        } else if (rule === 'own' || rule === 'team') {
          const foreign = await ask(api, operation, samples(side, theirs)[operation.name]!);
          if (!kept(foreign)) told(foreign, 'theirs');
          const sample = samples(side, mine)[operation.name]!;
          const answer = await ask(api, operation, sample);
          if (!came(answer, sample)) told(answer, 'his');
        } else {
          const sample = samples(side, role === 'administrator' ? nobodys : theirs)[operation.name]!;
          const answer = await ask(api, operation, sample);
          const right = rule === 'allowed' ? came(answer, sample) : answer.status === 403 && answer.code === 'access.denied';
          if (!right) told(answer, 'anybody’s');
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('a role that is denied learns nothing from ids that do not exist', async () => {
    const ghost = (prefix: string): string => `${prefix}_01900000-0000-7000-8000-000000000000`;
    for (const operation of operations.filter((each) => each.idOf !== null && MATRIX[each.name]![0] === 'denied')) {
      const answer = await ask(side.agent.api, operation, { ...samples(side, theirs)[operation.name], id: ghost(operation.idOf!) });
      expect([answer.status, answer.code], operation.name).toEqual([403, 'access.denied']);
    }
  });

  it('nobody gets anywhere without a session', async () => {
    const stranger = { raw: (path: string, init?: RequestInit) => fetch(`${world.tandem.baseUrl}/api/v1${path}`, init) };
    for (const operation of operations.filter((each) => !PUBLIC.includes(each.name))) {
      const answer = await ask(stranger, operation, samples(side, mine)[operation.name]!);
      expect([answer.status, answer.code], operation.name).toEqual([401, 'auth.required']);
    }
  });

  it('a session that has ended, or whose owner was put out, is nobody', async () => {
    // The test before used up what an address may ask a second without a session; an ended session asks as nobody.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const email = `${word()}@north.test`;
    const { id } = await side.administrator.send('POST', '/users', { email, name: 'Passer-by', role: 'supervisor', password: PASSWORD });
    const [one, other] = [await signIn(world.tandem.baseUrl, email, PASSWORD), await signIn(world.tandem.baseUrl, email, PASSWORD)];
    await one.send('DELETE', '/sessions/current');
    expect((await one.raw('/me')).status).toBe(401);
    expect((await other.raw('/users')).status).toBe(200);
    // Rights that were taken away are gone at once.
    await side.administrator.send('PATCH', `/users/${id}`, { role: 'agent' });
    expect((await other.raw('/users')).status).not.toBe(200);
    await side.administrator.send('PATCH', `/users/${id}`, { active: false });
    await expect(signIn(world.tandem.baseUrl, email, PASSWORD)).rejects.toThrow('auth.failed');
  });
});

describe('the scope of an agent', () => {
  it('of contacts: those he took part in, whatever he filters by', async () => {
    const { agent, colleague } = side;
    const own = (await agent.api.get('/interactions')).items.map((each: { id: string }) => each.id);
    // The last with a message for his queue.
    expect(own.toSorted()).toEqual([mine.done.interaction, mine.live.interaction, side.ids.message].toSorted());
    expect((await agent.api.get(`/interactions?agent=${colleague.agent}`)).items).toEqual([]);
    expect((await agent.api.get(`/interactions?customer=${theirs.done.customer}`)).items).toEqual([]);
    expect((await agent.api.get(`/interactions?queue=${side.ids.queue}`)).items).toHaveLength(2);
    expect((await agent.api.get(`/customers/${theirs.done.customer}/timeline`)).items).toEqual([]);
    expect((await agent.api.get(`/customers/${mine.done.customer}/timeline`)).items).toHaveLength(1);
  });

  it('of events: his contacts and devices, and who is there', async () => {
    const { agent, colleague, administrator } = side;
    const ear = await listen(world.tandem.baseUrl, agent.api);
    await administrator.send('POST', '/devices', { username: word(), agent: colleague.agent });
    await colleague.api.send('PUT', `/agents/${colleague.agent}/presence`, { presence: 'away', reason: 'coffee', onQueue: false });
    // His last call was hung up by the matrix; he is free for the next once it is wrapped up.
    await colleague.api.send('PUT', `/interactions/${theirs.live.interaction}/wrap-up`, { disposition: 'answered', resolved: true });
    const foreign = await side.call(colleague);
    await side.finish(foreign, colleague);
    const { device } = await administrator.send('POST', '/devices', { username: word(), agent: agent.agent });
    await eventually('his own device', () => ear.frames.find((frame) => frame.stream === device.id));
    expect(ear.frames.filter((frame) => frame.stream === foreign.interaction)).toEqual([]);
    expect(ear.frames.some((frame) => frame.type === 'presence.changed' && frame.data['agent'] === colleague.agent)).toBe(true);
    const devices = ear.frames.filter((frame) => frame.type === 'config.changed' && frame.data['kind'] === 'device');
    expect(devices.map((frame) => frame.stream)).toEqual([device.id]);
    // He may read every customer, but the profile in the event stays sealed, and flows are none of his business.
    for (const { data } of ear.frames.filter((frame) => frame.type === 'customer.created'))
      expect(data['profile']).toMatch(/^personal:v1:/);
    expect(ear.frames.filter((frame) => frame.type === 'flow.published')).toEqual([]);
    ear.close();
  });
});
