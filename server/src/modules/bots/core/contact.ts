// What becomes of a contact that a digital worker has: read out of what his hands told, in words of no kind of hands.
import type { DigitalWorker } from '@tandem/contract/api/workers.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { MINUTE, type DurationMs } from '../../../kernel/time.ts';

/** What was gathered of the customer, by name. */
export type Gathered = Readonly<Record<string, string | number | boolean>>;

/** What hands tell of a contact that they were given: exactly one of these, once. */
export type HandsEvent =
  /** It ended with them; what they left says how. */
  | { kind: 'done'; gathered: Gathered }
  /** People have it now: it stands in the line of the queue, or was put through to a number (null). */
  | { kind: 'handed-over'; to: QueueId | null; gathered: Gathered }
  /** The customer hung up; what they had told him by then may have been all he wanted. */
  | { kind: 'left'; gathered: Gathered }
  | { kind: 'failed' };

export type Outcome = HandsEvent['kind'];

/** The variables by which a flow says how it went. */
const RESOLVED = 'resolved';
const DISPOSITION = 'disposition';

export type Verdict = { resolved: boolean | null; disposition: string | null };

/** `resolved`: yes or no, in the words people write into a flow; `disposition`: a key of the tenant's list. */
export function verdictOf(gathered: Gathered): Verdict {
  const said = String(gathered[RESOLVED] ?? '')
    .trim()
    .toLowerCase();
  const resolved = ['yes', 'true', '1'].includes(said) ? true : ['no', 'false', '0'].includes(said) ? false : null;
  const key = String(gathered[DISPOSITION] ?? '').trim();
  return { resolved, disposition: key === '' || key.length > 64 ? null : key };
}

/** Who hangs up after his matter was settled was served; anybody else left. */
export function outcomeOf(event: HandsEvent): Outcome {
  return event.kind === 'left' && verdictOf(event.gathered).resolved === true ? 'done' : event.kind;
}

/** Given to every run; whoever is handed the contact sees them anyway. */
const GIVEN: ReadonlySet<string> = new Set(['remote', 'local', 'language', 'customerKnown', 'customerLevel', RESOLVED, DISPOSITION]);
const MOST_LINES = 20;
const LONGEST = 200;

/** What the next one is told, a line for each thing that is known; null where nothing is. */
export function summaryOf(gathered: Gathered): string | null {
  const lines = Object.entries(gathered)
    .filter(([name, value]) => !GIVEN.has(name) && String(value).trim() !== '')
    .slice(0, MOST_LINES)
    .map(([name, value]) => `${name}: ${String(value)}`.slice(0, LONGEST));
  return lines.length === 0 ? null : lines.join('\n');
}

/** In the worker's currency, to a hundredth of its smallest usual part: minutes count by their seconds. */
export function costOf({ perContact, perMinute }: DigitalWorker['cost'], talkMs: DurationMs): number {
  return Math.round((perContact + (perMinute * Math.max(0, talkMs)) / MINUTE) * 10_000) / 10_000;
}

export type Ended = { outcome: Outcome; resolved: boolean | null; cost: number; returned: boolean };

/** A day's figures. Contained is who ended with him and did not talk with a person within a day (kpis: containment); who left is not. */
export function dayOf(contacts: readonly (Ended | null)[]): DigitalWorker['today'] {
  const ended = contacts.filter((each) => each !== null);
  const count = (outcome: Outcome): number => ended.filter((each) => each.outcome === outcome).length;
  const contained = ended.filter(({ outcome, returned }) => outcome === 'done' && !returned).length;
  return {
    taken: contacts.length,
    done: count('done'),
    resolved: ended.filter(({ resolved }) => resolved === true).length,
    handedOver: count('handed-over'),
    left: count('left'),
    failed: count('failed'),
    contained: ended.length === 0 ? null : contained / ended.length,
    cost: Math.round(ended.reduce((sum, each) => sum + each.cost, 0) * 10_000) / 10_000,
  };
}
