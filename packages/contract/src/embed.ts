// What a page of somebody else and the desk it holds in a frame say to each other by `postMessage`. Every message is one of these, in both
// directions; `tandem` is the version, and fields are only ever added. The guide: docs/guides/embed.en.md.

export const EMBED_VERSION = 1;

/** How the agent is seen by the routing. */
export type EmbedPresence = 'available' | 'away' | 'offline';

/** From the frame to the page. */
export type EmbedEvent = { tandem: typeof EMBED_VERSION } & (
  | { type: 'ready'; agent: { id: string; name: string } }
  | { type: 'presence'; presence: string; reason: string | null; onQueue: boolean; reachable: boolean }
  /** `number` as E.164 where it is one; `name` null for a caller nobody knows, `queue` null where he came past the queues. */
  | {
      type: 'ringing';
      contact: string;
      direction: 'inbound' | 'outbound' | 'internal';
      number: string;
      name: string | null;
      queue: string | null;
    }
  | { type: 'answered'; contact: string }
  /** `answered` false: it rang here in vain. */
  | { type: 'ended'; contact: string; answered: boolean }
  | { type: 'wrapped-up'; contact: string; disposition: string; resolved: boolean }
  | { type: 'result'; id: string; ok: true }
  | { type: 'result'; id: string; ok: false; error: EmbedErrorCode; detail: string | null }
);

/** From the page to the frame; each is answered by the `result` of its `id`. */
export type EmbedCommand = { tandem: typeof EMBED_VERSION; id: string } & (
  | { type: 'dial'; number: string }
  | { type: 'answer' }
  | { type: 'hangup' }
  | { type: 'hold'; on: boolean }
  | { type: 'setPresence'; presence: EmbedPresence; reason?: string | null; onQueue?: boolean }
  | { type: 'openContact'; contact: string }
);

/**
 * `bad-message`: a field is missing or of the wrong kind. `unknown-version`, `unknown-command`: of a later contract. `no-phone`: the frame is
 * not the agent's phone. `no-call`: there is none to do that with. `bad-number`: it cannot be dialled. `not-allowed`: the agent may not.
 * `not-found`: nothing of that id in his reach. `busy`: his phone rings or talks already. `unreachable`: the server did not answer.
 * `failed`: the server refused; `detail` says why.
 */
export const EMBED_ERRORS = [
  'bad-message',
  'unknown-version',
  'unknown-command',
  'no-phone',
  'no-call',
  'bad-number',
  'not-allowed',
  'not-found',
  'busy',
  'unreachable',
  'failed',
] as const;
export type EmbedErrorCode = (typeof EMBED_ERRORS)[number];

/** `null`: no message of ours, to be passed over in silence. `id` is empty where none could be read. */
export type ReadCommand = { ok: true; command: EmbedCommand } | { ok: false; id: string; error: EmbedErrorCode } | null;

const PRESENCES: readonly string[] = ['available', 'away', 'offline'];
const CONTACT = /^int_[0-9a-f-]{36}$/;
const LONGEST = 200;

/** What a page sent, as a command. Total: pages send anything. */
export function readEmbedCommand(value: unknown): ReadCommand {
  if (typeof value !== 'object' || value === null || !('tandem' in value)) return null;
  const message = value as Record<string, unknown>;
  const id = typeof message['id'] === 'string' && message['id'].length <= LONGEST ? message['id'] : '';
  const no = (error: EmbedErrorCode): ReadCommand => ({ ok: false, id, error });
  if (message['tandem'] !== EMBED_VERSION) return no('unknown-version');
  if (id === '') return no('bad-message');
  const head = { tandem: EMBED_VERSION, id } as const;
  const yes = (command: EmbedCommand): ReadCommand => ({ ok: true, command });
  switch (message['type']) {
    case 'dial':
      return isText(message['number']) ? yes({ ...head, type: 'dial', number: message['number'] }) : no('bad-message');
    case 'answer':
    case 'hangup':
      return yes({ ...head, type: message['type'] });
    case 'hold':
      return typeof message['on'] === 'boolean' ? yes({ ...head, type: 'hold', on: message['on'] }) : no('bad-message');
    case 'openContact':
      return isText(message['contact']) && CONTACT.test(message['contact'])
        ? yes({ ...head, type: 'openContact', contact: message['contact'] })
        : no('bad-message');
    case 'setPresence': {
      const { presence, reason, onQueue } = message;
      if (!isText(presence) || !PRESENCES.includes(presence)) return no('bad-message');
      if (reason !== undefined && reason !== null && !isText(reason)) return no('bad-message');
      if (onQueue !== undefined && typeof onQueue !== 'boolean') return no('bad-message');
      return yes({
        ...head,
        type: 'setPresence',
        presence: presence as EmbedPresence,
        ...(reason === undefined ? {} : { reason }),
        ...(onQueue === undefined ? {} : { onQueue }),
      });
    }
    default:
      return no('unknown-command');
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST;
}
