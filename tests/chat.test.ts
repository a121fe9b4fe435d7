// A chat of a web page through the whole product: a page's socket, the line, an agent's screen by the API, and back; nothing lost, nothing doubled.
import { randomUUID } from 'node:crypto';
import type { Message } from '@tandem/contract/api/messages.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openPage, type ChatPage } from './kit/chat-page.ts';
import { demoAgent, EAGER, type DemoAgent } from './kit/demo.ts';
import { listen, type Listener } from './kit/event-stream.ts';
import { eventually } from './kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
let agent: DemoAgent;
let stream: Listener;
let queue: string;
let site: { id: string; key: string };

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  agent = await demoAgent(tandem, 1);
  stream = await listen(tandem.baseUrl, agent.api, undefined, { passing: true });
  queue = (await admin.send('POST', '/queues', { key: 'web', name: { en: 'Web' }, members: [agent.id], wrapUpMs: 60_000 })).id;
  const wish = { name: { en: 'Shop' }, greeting: { en: 'Hello' }, colour: '#1355ff', queue, origins: [] };
  site = await admin.send('POST', '/chat-sites', wish);
}, 120_000);
afterAll(async () => {
  stream?.close();
  agent?.phone.close();
  await tandem?.stop();
});

const messagesOf = async (interaction: string): Promise<Message[]> => (await agent.api.get(`/interactions/${interaction}/messages`)).items;
const offers = () => stream.frames.filter((frame) => frame.type === 'work.offered');
/** The next offer after those there were is taken. */
async function takeNext(before: number): Promise<string> {
  const frame = await eventually('a chat to be offered', () => offers()[before]);
  const { offer, interaction } = frame.data as { offer: string; interaction: string };
  await agent.api.send('POST', `/offers/${offer}/accept`);
  return interaction;
}
async function served(text: string): Promise<{ page: ChatPage; interaction: string }> {
  const before = offers().length;
  const page = await openPage(tandem.baseUrl, site.key);
  await page.send(text);
  return { page, interaction: await takeNext(before) };
}
const say = (interaction: string, text: string, kind: 'out' | 'note' = 'out', clientId: string = randomUUID()) =>
  agent.api.send('POST', `/interactions/${interaction}/messages`, { clientId, kind, text });
/** What the agent had is over and written up. */
async function finish(interaction: string): Promise<void> {
  await agent.api.send('POST', `/interactions/${interaction}/chat/end`);
  await agent.api.send('PUT', `/interactions/${interaction}/wrap-up`, { disposition: 'other', resolved: true });
}

describe('a chat', () => {
  it('waits in the line, is taken, answered and read; a note reaches no page; it ends in a wrap-up', async () => {
    const page = await openPage(tandem.baseUrl, site.key);
    expect(await page.until('a state', () => page.state())).toMatchObject({ stage: 'none' });
    const before = offers().length;
    await page.send('Where is order 1007?');
    await page.until('to wait', () => page.state()?.stage === 'waiting');
    const interaction = await takeNext(before);
    await page.until('an agent', () => page.state()?.stage === 'agent');
    expect(page.state()?.agent).toBeTruthy();

    expect(await messagesOf(interaction)).toMatchObject([{ kind: 'in', text: 'Where is order 1007?', state: 'sent', seq: 1 }]);
    await agent.api.send('PUT', `/interactions/${interaction}/messages/read`, { upTo: 1 });
    await page.until('to be read', () => page.state()?.readUpTo === 1);

    await agent.api.send('POST', `/interactions/${interaction}/messages/typing`);
    await page.until('to see him write', () => page.told.some(({ kind }) => kind === 'typing'));
    page.say({ kind: 'typing', text: 'I would also li' });
    const typed = await stream.hears('message.typing');
    expect(typed).toMatchObject({ stream: interaction, version: 0, data: { text: 'I would also li' } });

    await say(interaction, 'ask the depot first', 'note');
    await say(interaction, 'It comes tomorrow.');
    await page.until('the answer', () => page.texts().includes('It comes tomorrow.'));
    expect(page.lines.map(({ seq, from, text }) => ({ seq, from, text }))).toEqual([
      { seq: 1, from: 'customer', text: 'Where is order 1007?' },
      { seq: 2, from: 'agent', text: 'It comes tomorrow.' },
    ]);
    page.say({ kind: 'read', seq: 2 });
    await eventually('the answer to be read', async () => (await messagesOf(interaction)).at(-1)?.state === 'read' || null);
    expect(JSON.stringify(page.told)).not.toContain('depot');

    const detail = await agent.api.get(`/interactions/${interaction}`);
    expect(detail).toMatchObject({ channel: 'chat', state: 'open', stage: 'agent' });
    await agent.api.send('POST', `/interactions/${interaction}/chat/end`);
    await page.until('the end', () => page.state()?.stage === 'ended');
    await agent.api.send('PUT', `/interactions/${interaction}/wrap-up`, { disposition: 'other', resolved: true });
    await eventually('the contact to close', async () => (await agent.api.get(`/interactions/${interaction}`)).state === 'closed' || null);
    const { items } = await admin.get('/interactions?channel=chat');
    expect(items.map((each: { id: string }) => each.id)).toContain(interaction);
    page.leave();
  });

  it('goes on after a reload with what the page lacks, and a message sent twice is kept once', async () => {
    const { page, interaction } = await served('one');
    await say(interaction, 'two');
    await page.until('the answer', () => page.lines.length === 2);
    page.leave();
    const again = await openPage(tandem.baseUrl, site.key, { token: page.token, after: 1 });
    await again.until('what it lacks', () => again.lines.length === 1);
    expect(again.texts()).toEqual(['two']);
    const clientId = await again.send('three');
    again.say({ kind: 'send', clientId, text: 'three' });
    await again.until('a second word that it is kept', () => again.told.filter(({ kind }) => kind === 'accepted').length === 2);
    expect((await messagesOf(interaction)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    const own = randomUUID();
    expect(await say(interaction, 'four', 'out', own)).toEqual(await say(interaction, 'four', 'out', own));
    again.leave();
    await finish(interaction);
  });

  it('that is over begins a new contact with the next message, in the same thread, and earlier messages are there to be read', async () => {
    const { page, interaction } = await served('first matter');
    page.say({ kind: 'end' });
    await page.until('the end', () => page.state()?.stage === 'ended');
    await agent.api.send('PUT', `/interactions/${interaction}/wrap-up`, { disposition: 'other', resolved: true });
    const before = offers().length;
    await page.send('second matter');
    const next = await takeNext(before);
    expect(next).not.toBe(interaction);
    expect((await messagesOf(next)).map(({ text }) => text)).toEqual(['second matter']);
    const whole = await agent.api.get(`/interactions/${next}/messages?conversation=1`);
    expect(whole.items.map(({ text }: Message) => text)).toEqual(['first matter', 'second matter']);
    expect(whole.items[0].conversation).toBe(whole.items[1].conversation);
    page.leave();
    await finish(next);
  });

  it('works without a WebSocket', async () => {
    const token = await newVisitor(tandem.baseUrl, site.key);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${tandem.baseUrl}/api/v1/chat/${site.key}/messages`;
    const before = offers().length;
    const body = JSON.stringify({ clientId: 'client-0001', text: 'by post' });
    for (const _ of [1, 2]) {
      const sent = await fetch(url, { method: 'POST', headers, body });
      expect([sent.status, await sent.json()]).toEqual([201, { seq: 1 }]);
    }
    const interaction = await takeNext(before);
    await say(interaction, 'by get');
    const got = (await (await fetch(`${url}?after=1`, { headers })).json()) as { lines: { text: string }[]; state: { stage: string } };
    expect(got.lines.map(({ text }) => text)).toEqual(['by get']);
    expect(got.state.stage).toBe('agent');
    await finish(interaction);
  });

  it('is nobody’s who does not have it: strangers’ tokens, other sites’, other agents', async () => {
    const stranger = await openPage(tandem.baseUrl, site.key, { token: 'x'.repeat(43) });
    expect(await stranger.closed()).toBe(4401);
    const { page, interaction } = await served('mine');
    const other = await signIn(tandem.baseUrl, 'agent2@demo.test');
    await expect(other.get(`/interactions/${interaction}/messages`)).rejects.toThrow('404');
    await expect(
      admin.send('POST', `/interactions/${interaction}/messages`, { clientId: 'client-0002', kind: 'out', text: 'x' }),
    ).rejects.toThrow('403');
    page.leave();
    await finish(interaction);
  });

  it('is given to an agent who has no phone, whom no call would reach', async () => {
    const writer = await signIn(tandem.baseUrl, 'agent7@demo.test');
    await admin.send('PATCH', `/queues/${queue}`, { members: [writer.user.agent] });
    await writer.send('PUT', `/agents/${writer.user.agent}/presence`, { presence: 'available', onQueue: true });
    expect((await writer.get(`/agents/${writer.user.agent}`)).state).toBe('unreachable');
    const heard = await listen(tandem.baseUrl, writer);
    const page = await openPage(tandem.baseUrl, site.key);
    await page.send('Is anybody there?');
    const { data } = await heard.hears('work.offered');
    await writer.send('POST', `/offers/${String(data['offer'])}/accept`);
    await page.until('an agent', () => page.state()?.stage === 'agent');
    await writer.send('POST', `/interactions/${String(data['interaction'])}/chat/end`);
    page.leave();
    heard.close();
    await writer.send('PUT', `/agents/${writer.user.agent}/presence`, { presence: 'away', reason: 'test', onQueue: false });
    await admin.send('PATCH', `/queues/${queue}`, { members: [agent.id] });
  });

  it('loses nothing when the whole product is killed and begins again', async () => {
    const { page, interaction } = await served('before the fall');
    const texts = ['a', 'b', 'c'];
    for (const text of texts) await page.send(text);
    await tandem.killAll();
    tandem = await startTandem(tandem.env);
    agent.phone.close();
    stream.close();
    agent = await demoAgent(tandem, 1);
    stream = await listen(tandem.baseUrl, agent.api, undefined, { passing: true });
    const again = await openPage(tandem.baseUrl, site.key, { token: page.token });
    await again.until('the story', () => again.lines.length === 4);
    expect(again.texts()).toEqual(['before the fall', ...texts]);
    await again.until('its agent again', () => again.state()?.stage === 'agent');
    await say(interaction, 'after it');
    await again.until('the answer', () => again.texts().at(-1) === 'after it');
    again.leave();
    await finish(interaction);
  });
});
