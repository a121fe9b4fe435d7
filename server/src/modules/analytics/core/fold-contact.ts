// Folds one event of the log into the contact it is about. Total and repeatable: an event folded before changes nothing.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { inLine, type Contact, type Work } from './contact.ts';
import type { LocalDays } from './days.ts';

export type ContactRules = { days: LocalDays; thresholdOf: (queue: QueueId) => DurationMs };

/** Null stays null until the event that starts the interaction. */
export function foldContact(contact: Contact | null, event: StoredEvent, rules: ContactRules): Contact | null {
  if (contact === null) {
    if (event.type !== 'interaction.started') return null;
    const { interaction: id, direction, local: number } = event.data;
    const { version, at } = event;
    return { id, version, direction, number, day: rules.days.dayOf(at), startedAt: at, lastAt: at, run: null, end: null, works: [] };
  }
  if (event.version <= contact.version) return contact;
  return { ...foldKnown(contact, event, rules), version: event.version, lastAt: Math.max(contact.lastAt, event.at) };
}

function foldKnown(contact: Contact, event: StoredEvent, rules: ContactRules): Contact {
  switch (event.type) {
    case 'interaction.ended':
      return { ...contact, run: null, end: { at: event.at, by: event.data.by, stage: event.data.stage } };
    case 'flow.started':
      return { ...contact, run: event.data.run };
    case 'flow.ended':
      return contact.run === event.data.run ? { ...contact, run: null } : contact;
    case 'call.bridged': {
      const { agent } = event.data;
      return talking(contact, (work) =>
        work.agent === agent && !work.bridged ? { ...work, bridged: true, talkFrom: Math.max(work.talkFrom!, event.at) } : work,
      );
    }
    case 'call.held':
      return talking(contact, (work) => ({ ...work, heldAt: work.heldAt ?? event.at }));
    case 'call.resumed':
      return talking(contact, (work) => resumed(work, event.at));
    case 'call.transferred':
      // A transfer that was tried and failed gives the agent his customer back, off hold. A target that does not exist was never tried.
      return event.data.accepted || event.data.detail === 'not-found' ? contact : talking(contact, (work) => resumed(work, event.at));
    case 'work.queued': {
      const { work: id, queue, channel, queuedAt, task = 'call', estimateMs = null, promiseMs = null } = event.data;
      const told = { channel, estimateMs, promiseMs, thresholdMs: rules.thresholdOf(queue) };
      const work: Work = { ...NEW_WORK, id, queue, task, queuedAt, day: rules.days.dayOf(queuedAt), ...told };
      return contact.works.some((each) => each.id === id) ? contact : { ...contact, works: [...contact.works, work] };
    }
    default:
      return 'work' in event.data ? foldWork(contact, event, rules) : contact;
  }
}

const NEW_WORK: Omit<Work, 'id' | 'queue' | 'task' | 'queuedAt' | 'day' | 'thresholdMs'> = {
  state: 'waiting',
  offers: 0,
  noAnswers: 0,
  waitedMs: null,
  abandoned: null,
  agent: null,
  agentDay: null,
  talkFrom: null,
  bridged: false,
  heldAt: null,
  holdMs: 0,
  releasedAt: null,
  wrapUp: false,
  transferred: false,
  completedAt: null,
};

function foldWork(contact: Contact, event: StoredEvent, { days, thresholdOf }: ContactRules): Contact {
  switch (event.type) {
    case 'work.offered':
      // Several are rung at once where its queue rings everybody.
      return change(contact, event.data.work, ['waiting', 'ringing'], (work) => {
        const { offer, agent } = event.data;
        const rung = work.rung ?? [];
        return rung.includes(offer) ? work : { ...work, state: 'ringing', agent, offers: work.offers + 1, rung: [...rung, offer] };
      });
    case 'work.offer-ended': {
      const missed = event.data.outcome === 'no-answer' ? 1 : 0;
      return change(contact, event.data.work, ['ringing'], ({ rung = [], ...work }) => {
        const told = { ...work, noAnswers: work.noAnswers + missed };
        const left = rung.filter((offer) => offer !== event.data.offer);
        return left.length > 0 ? { ...told, rung: left } : { ...told, state: 'waiting', agent: null };
      });
    }
    case 'work.assigned': {
      const { agent, waitedMs } = event.data;
      const taken = { state: 'talking', agent, waitedMs, agentDay: days.dayOf(event.at), takenAt: event.at, talkFrom: event.at } as const;
      return change(contact, event.data.work, ['waiting', 'ringing'], (work) => ({ ...work, ...taken }));
    }
    case 'work.moved': {
      const { work: id, queue, from, waitedMs } = event.data;
      const left = contact.works.find((each) => each.id === id && inLine(each));
      if (left === undefined || queue === from) return contact;
      // It flowed out of the one queue and came into the other, with the wait it had.
      const anew = { state: 'waiting', offers: 0, noAnswers: 0, agent: null, estimateMs: null, promiseMs: null } as const;
      const came: Work = { ...left, ...anew, queue, thresholdMs: thresholdOf(queue) };
      const gone: Work = { ...left, state: 'removed', agent: null, waitedMs };
      return { ...contact, works: [...contact.works.map((each) => (each === left ? gone : each)), came] };
    }
    case 'work.abandoned': {
      const { stage, waitedMs } = event.data;
      return change(contact, event.data.work, ['waiting', 'ringing'], (work) => ({
        ...work,
        state: 'abandoned',
        agent: null,
        abandoned: stage,
        waitedMs,
      }));
    }
    case 'work.removed': {
      const { waitedMs } = event.data;
      return change(contact, event.data.work, ['waiting', 'ringing'], (work) => ({ ...work, state: 'removed', agent: null, waitedMs }));
    }
    case 'work.released': {
      const { reason, wrapUpUntil } = event.data;
      return change(contact, event.data.work, ['talking'], (work) => ({
        ...resumed(work, event.at),
        state: 'wrap-up',
        releasedAt: event.at,
        wrapUp: wrapUpUntil !== null,
        transferred: reason === 'transferred',
      }));
    }
    case 'work.completed':
      return change(contact, event.data.work, ['wrap-up'], (work) => ({ ...work, state: 'done', completedAt: event.at }));
    default:
      return contact;
  }
}

/** Only from the given states: what came twice or too late changes nothing. */
function change(contact: Contact, id: string, from: readonly Work['state'][], to: (work: Work) => Work): Contact {
  return { ...contact, works: contact.works.map((work) => (work.id === id && from.includes(work.state) ? to(work) : work)) };
}

/** The one work that has an agent on the line; a contact talks with one at a time. */
function talking(contact: Contact, to: (work: Work) => Work): Contact {
  return { ...contact, works: contact.works.map((work) => (work.state === 'talking' ? to(work) : work)) };
}

function resumed(work: Work, at: EpochMs): Work {
  return work.heldAt === null ? work : { ...work, heldAt: null, holdMs: work.holdMs + Math.max(0, at - work.heldAt) };
}
