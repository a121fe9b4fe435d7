// What an event of a contact means, as a catalogue key and its parts. Pure: names and words are put in by who renders it.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import { addressText, clockText } from '../../ui/format.ts';
import type { IconName } from '../../ui/icons.tsx';
import type { Tone } from '../../ui/StateBadge.tsx';

/** Names of the things that events know by id; an id nobody named reads as the plain word for its kind. */
export type Names = {
  agents: ReadonlyMap<string, string>;
  queues: ReadonlyMap<string, string>;
  legs: ReadonlyMap<string, 'customer' | 'agent' | 'consulted' | 'other'>;
  /** Of each key: the disposition under its groups. */
  dispositions?: ReadonlyMap<string, readonly string[]>;
};

/** A part of a sentence: a text as it is, or a key of the catalogue. */
export type Part = { text: string } | { key: string };
export type Sentence = { key: string; parts: Record<string, Part>; icon: IconName; tone: Tone };

type Data = Record<string, unknown>;

const plain = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const text = (value: unknown): Part => ({ text: plain(value) });
const word = (area: string, value: unknown): Part => ({ key: `${area}.${typeof value === 'string' ? value : 'unknown'}` });
const duration = (value: unknown): Part => ({ text: clockText(typeof value === 'number' ? value : 0) });

export function describeEvent(event: Pick<EventView, 'type' | 'data'>, names: Names): Sentence {
  const { type, data } = event;
  const named = (id: unknown): Part => {
    const name = names.agents.get(String(id));
    return name === undefined ? { key: 'party.agent' } : { text: name };
  };
  const agent = named(data.agent);
  const by = named(data.by);
  const queue: Part = names.queues.has(String(data.queue)) ? { text: names.queues.get(String(data.queue))! } : { key: 'party.queue' };
  const say = (tone: Tone, icon: IconName, key: string, parts: Record<string, Part> = {}): Sentence => ({
    key: `events.${key}`,
    parts,
    icon,
    tone,
  });

  switch (type) {
    case 'interaction.started':
      if (data.channel === 'chat') return say('live', 'chat', `${type}.chat`);
      return say('live', 'phone', `${type}.${String(data.direction)}`, { number: { text: addressText(plain(data.local)) } });
    case 'interaction.ended':
      return say('quiet', 'cross', type, { by: word('by', data.by), cause: word('cause', data.cause), stage: word('stage', data.stage) });
    case 'interaction.wrapped-up':
      return say('wrap', 'pen', `${type}.${data.resolved === true ? 'resolved' : 'unresolved'}`, {
        agent,
        disposition: text(names.dispositions?.get(plain(data.disposition))?.join(' › ') ?? data.disposition),
      });
    case 'interaction.customer-changed':
      return say('quiet', 'person', type);
    case 'message.received':
      return say('live', 'chat', type);
    case 'message.sent':
      return say('live', 'chat', `${type}.${data.agent ? 'agent' : 'system'}`, { agent });
    case 'message.noted':
      return say('quiet', 'pen', type, { agent });
    case 'message.read':
      return say('quiet', 'check', `${type}.${data.by === 'customer' ? 'customer' : 'agent'}`);
    case 'call.arrived':
      return say('live', 'inbound', `${type}.${data.device ? 'device' : 'trunk'}`);
    case 'call.dialled':
      return say('ringing', 'outbound', `${type}.${data.agent ? 'agent' : 'other'}`, { agent });
    case 'call.answered':
    case 'call.ringing':
      return say(type === 'call.ringing' ? 'ringing' : 'live', type === 'call.ringing' ? 'bell' : 'phone', type, {
        party: party(data, names),
      });
    case 'call.bridged':
      return say('live', 'phone', `${type}.${data.agent ? 'agent' : 'other'}`, { agent });
    case 'call.held':
    case 'call.resumed':
      return say(type === 'call.held' ? 'hold' : 'live', type === 'call.held' ? 'pause' : 'play', type, { by: word('by', data.by) });
    case 'call.transferred':
      return say('hold', 'transfer', `${type}.${data.accepted === true ? 'accepted' : 'refused'}`, {
        by,
        target: { text: addressText(plain(data.target)) },
      });
    case 'call.consulted':
      return say('hold', 'transfer', type, { by, target: { text: addressText(plain(data.target)) } });
    case 'call.conferenced':
      return say('live', 'phone', type, { by });
    case 'call.monitored':
      return say('hold', 'person', `${type}.${String(data.mode)}`, { by, agent });
    case 'call.monitor-ended':
      return say('quiet', 'person', type, { by });
    case 'call.taken-over':
      return say('hold', 'transfer', type, { by, agent });
    case 'call.carried':
      return say('live', 'phone', type, { agent });
    case 'call.quality-alarm':
      return say('danger', 'alert', type, { mos: text(data.mos), limit: text(data.limit) });
    case 'call.quality-restored':
      return say('quiet', 'check', type);
    case 'call.parked':
      return say('hold', 'pause', type, { by, place: text(data.place) });
    case 'call.unparked':
      return say('hold', 'play', `${type}.${String(data.reason)}`, { by, place: text(data.place) });
    case 'callback.requested':
      return say('hold', 'phone', `${type}.${data.notBefore === null ? 'now' : 'later'}`);
    case 'callback.attempted':
      return say(data.outcome === 'reached' ? 'live' : 'ringing', 'outbound', `${type}.${String(data.outcome)}`, {
        attempt: text(data.attempt),
      });
    case 'callback.given-up':
      return say('danger', 'alert', `${type}.${String(data.reason)}`);
    case 'voicemail.left':
      return say('ringing', 'record', type, { duration: duration(data.durationMs) });
    case 'voicemail.changed':
      return say('quiet', 'record', `${type}.${String(data.state)}`);
    case 'agent.occupied':
      return say('quiet', 'person', `${type}.${data.occupied === true ? 'busy' : 'free'}`, { agent });
    case 'call.leg-ended':
      return say('quiet', 'cross', type, { party: party(data, names), cause: word('cause', data.cause) });
    case 'recording.started':
      return say('danger', 'record', type);
    case 'recording.sealed':
      return say('quiet', 'record', `${type}.${data.whole === false ? 'cut' : 'whole'}`, { duration: duration(data.durationMs) });
    case 'recording.lost':
    case 'recording.erased':
      return say(type === 'recording.lost' ? 'danger' : 'quiet', 'record', type, { reason: lossReason(data.reason) });
    case 'recording.marked':
    case 'recording.mark-changed':
    case 'recording.mark-removed':
      return say('quiet', 'flag', type, { at: duration(data.atMs) });
    case 'flow.started':
      return say('hold', 'bot', type, { version: text(data.version) });
    case 'flow.node-entered':
      return say('hold', 'bot', `${type}.${data.detail ? 'otherwise' : 'planned'}`, { node: text(data.node), detail: text(data.detail) });
    case 'flow.ended':
      return say('hold', 'bot', `${type}.${String(data.outcome)}`);
    case 'flow.published':
      return say('hold', 'bot', type, { version: text(data.version) });
    case 'work.queued':
      return say('ringing', 'hourglass', `${type}.${data.task === 'callback' ? 'callback' : 'call'}`, { queue });
    case 'work.due':
      return say('ringing', 'hourglass', type, { queue });
    case 'work.offered':
      return say('ringing', 'bell', `${type}.${matchOf(data)?.as ?? 'plain'}`, { agent, queue, ...why(data) });
    case 'work.offer-ended':
      if (data.takenBy !== undefined) return say('ringing', 'bell', `${type}.taken`, { agent, by: named(data.takenBy) });
      return say('ringing', 'bell', `${type}.${String(data.outcome)}`, { agent });
    case 'work.assigned':
      return say('live', 'person', type, { agent, waited: duration(data.waitedMs) });
    case 'work.abandoned':
      return say('danger', 'cross', `${type}.${String(data.stage)}`, { queue, waited: duration(data.waitedMs) });
    case 'work.removed':
      return say('quiet', 'hourglass', `${type}.${String(data.reason)}`, { queue, waited: duration(data.waitedMs) });
    case 'work.moved': {
      const keptFor = names.agents.get(String(data.reservedFor));
      return say('hold', 'transfer', `${type}.${data.reservedFor ? 'kept' : 'line'}`, {
        queue,
        agent: keptFor === undefined ? { key: 'party.agent' } : { text: keptFor },
        priority: text(data.priority),
        // It cannot be read once the customer was erased.
        note: data.note ? text(data.note) : { key: 'common.none' },
      });
    }
    case 'work.released':
      return say('wrap', 'pen', `${type}.${data.reason === 'handed-over' ? 'transferred' : String(data.reason)}`, { agent });
    case 'worker.handed-over':
    case 'worker.done':
      return say('hold', 'bot', type, { agent });
    case 'work.wrap-up-extended':
      return say('wrap', 'hourglass', type, { agent });
    case 'work.completed':
      return say('quiet', 'check', `${type}.${String(data.wrapUpEnd)}`, { agent });
    case 'presence.changed':
      return say('quiet', 'person', type, { agent, presence: word('presence.choice', data.presence) });
    case 'customer.created':
      return say('quiet', 'person', `${type}.${data.known === true ? 'known' : 'unknown'}`);
    case 'customer.changed':
    case 'customer.merged':
    case 'customer.parted':
    case 'customer.erased':
      return say('quiet', 'person', type);
    case 'matter.linked':
      return say('hold', 'folder', `${type}.${data.linked === true ? 'on' : 'off'}`);
    case 'matter.opened':
    case 'matter.removed':
      return say('hold', 'folder', type);
    case 'matter.changed':
      return say('hold', 'folder', `${type}.${String(data.state)}`);
    case 'storage.changed':
      return say(data.level === 'critical' ? 'danger' : 'quiet', 'alert', `${type}.${String(data.level)}`);
    case 'kpi.alarm-raised':
      return say(data.level === 'alarm' ? 'danger' : 'ringing', 'bell', `${type}.${String(data.level)}`);
    case 'kpi.alarm-cleared':
      return say('quiet', 'bell', `${type}.${String(data.reason)}`);
    case 'kpi.alarm-acknowledged':
      return say('quiet', 'bell', type);
    case 'matching.applied':
      return say(data.state === 'fallen-back' ? 'danger' : 'quiet', 'people', `${type}.${String(data.state)}`);
    case 'lane.proposed':
      return say('ringing', 'bell', type);
    case 'lane.opened':
      return say('danger', 'alert', type);
    case 'lane.closed':
      return say('quiet', 'check', `${type}.${data.dismissed === true ? 'dismissed' : 'closed'}`);
    case 'lane.entered':
      return say('ringing', 'alert', `${type}.${data.waiting === true ? 'waiting' : 'way'}`, { tag: text(data.tag) });
    case 'alert.raised':
      return say(data.level === 'alarm' ? 'danger' : 'ringing', 'bell', `${type}.${String(data.level)}`);
    case 'alert.cleared':
    case 'alert.taken':
      return say('quiet', 'bell', type);
    case 'config.changed':
      return say('quiet', 'gear', type, { kind: word('config-kind', data.kind) });
    default:
      // An event of a later version: it happened, and its name is all that is known of it.
      return say('quiet', 'circle', 'other', { type: text(type) });
  }
}

/** Why a recording is not there; a reason of a later version stands as it is. */
function lossReason(reason: unknown): Part {
  const known = { 'no file': 'no-file', 'disk-full': 'disk-full', 'customer-erased': 'customer-erased', retention: 'retention' };
  const key = Object.entries(known).find(([each]) => each === reason)?.[1];
  return key === undefined ? text(reason) : { key: `recording.reason.${key}` };
}

function party(data: Data, names: Names): Part {
  return { key: `party.${names.legs.get(String(data.leg)) ?? 'other'}` };
}

/** How many were free, and how long the chosen one had been: enough to see that the choice was fair. */
function why(data: Data): Record<string, Part> {
  const { eligible, waitedMs } = (data.why ?? {}) as Data;
  const match = matchOf(data);
  const guess = match ? { predicted: duration(match.predictedMs), average: duration(match.averageMs) } : {};
  return { eligible: text(eligible ?? 0), waited: duration(waitedMs), ...guess };
}

/** What was predicted of him, where the order goes by it. */
function matchOf(data: Data): { as: 'matched' | 'held-out'; predictedMs: unknown; averageMs: unknown } | undefined {
  return ((data.why ?? {}) as { match?: ReturnType<typeof matchOf> }).match;
}
