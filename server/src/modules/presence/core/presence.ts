// What an agent declares about himself, and whether a device of his is registered: commands in, `presence.changed` out.
import type { EventData } from '@tandem/contract/events.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import { unreachable } from '../../../kernel/assert.ts';
import { no, ok, type Result } from '../../../kernel/result.ts';

/** The whole state is the body of the event. */
export type Declared = EventData<'presence.changed'>;

export type PresenceCommand =
  /** `own` where the agent himself asks, which proves that he is signed in. */
  | {
      kind: 'set';
      presence: Declared['presence'];
      reason?: string | null | undefined;
      onQueue?: boolean | undefined;
      own: boolean;
      forced?: NonNullable<Declared['forced']>;
    }
  | { kind: 'sign-in' }
  /** Signed out, or his last session ended some other way: he is off queue at once, and stays so when he comes back. */
  | { kind: 'sign-out'; forced?: NonNullable<Declared['forced']> }
  | { kind: 'reach'; reachable: boolean };

export function newDeclared(agent: AgentId): Declared {
  return { agent, signedIn: false, presence: 'offline', reason: null, onQueue: false, reachable: false };
}

/** No event where nothing changes, so that repeated signals leave no trace. */
export function decide(current: Declared, command: PresenceCommand): Result<readonly Declared[]> {
  const next = after(current, command);
  if (!next.ok) return next;
  const keys = Object.keys({ ...current, ...next.value }) as (keyof Declared)[];
  return ok(keys.every((key) => (next.value[key] ?? null) === (current[key] ?? null)) ? [] : [next.value]);
}

/** The event carries everything, so the fold is a replacement. */
export function evolve(_state: Declared | null, event: Declared): Declared {
  return event;
}

function after(current: Declared, command: PresenceCommand): Result<Declared> {
  switch (command.kind) {
    case 'reach':
      return ok({ ...current, reachable: command.reachable });
    case 'sign-in':
      // Who signs in has not said he is ready: calls must not ring at somebody who just opened the page.
      return ok(current.signedIn ? current : { ...own(current), signedIn: true, presence: 'away', reason: null, onQueue: false });
    case 'sign-out':
      // His sessions end after he was put out: that adds nothing to it.
      if (!current.signedIn && command.forced === undefined) return ok(current);
      return ok({ ...own(current), ...by(command), signedIn: false, presence: 'offline', reason: null, onQueue: false });
    case 'set': {
      if (!current.signedIn && !command.own) return no('presence.not-signed-in', { agent: current.agent });
      const { presence } = command;
      const onQueue = presence === 'offline' ? false : (command.onQueue ?? current.onQueue);
      // Somebody offline cannot be on queue: asking for both is a mistake better told than half done.
      if (presence === 'offline' && command.onQueue === true) return no('presence.offline-on-queue', { agent: current.agent });
      const reason = presence === 'available' || presence === 'offline' ? null : (command.reason ?? null);
      return ok({ ...own(current), ...by(command), signedIn: true, presence, reason, onQueue });
    }
    default:
      return unreachable(command);
  }
}

/** What somebody else set is gone with the next thing he declares himself. */
function own({ forced: _, ...declared }: Declared): Declared {
  return declared;
}

function by({ forced }: { forced?: NonNullable<Declared['forced']> }): Pick<Declared, 'forced'> {
  return forced === undefined ? {} : { forced };
}
