// Several tabs of one user: one of them is the phone, all show it and may control it. When it closes, the next takes its place.
import type { PhoneCommand, PhoneState } from './phone-state.ts';

type Message = { kind: 'state'; state: PhoneState } | { kind: 'command'; command: PhoneCommand } | { kind: 'ask' };

export type TabEvents = {
  /** This tab is the phone from now on. */
  chosen: () => void;
  /** What the tab that is the phone tells. */
  told: (state: PhoneState) => void;
  /** Asked of this tab, which is the phone. */
  command: (command: PhoneCommand) => void;
  state: () => PhoneState;
};

export type Tabs = {
  /** Waits its turn to be the phone; at once where no other tab is. */
  apply: () => void;
  /** Is the phone no longer, and waits no longer to be. */
  resign: () => void;
  isPhone: () => boolean;
  tell: (state: PhoneState) => void;
  command: (command: PhoneCommand) => void;
  close: () => void;
};

/** `name`: of the user, so that two users of one browser do not meet. */
export function joinTabs(name: string, events: TabEvents): Tabs {
  const channel = openChannel(name);
  /** Ends the application, or the office. */
  let leave: (() => void) | null = null;
  let phone = false;

  const post = (message: Message): void => channel?.postMessage(message);
  channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'state') {
      if (!phone) events.told(data.state);
    } else if (!phone) return;
    else if (data.kind === 'command') events.command(data.command);
    else post({ kind: 'state', state: events.state() });
  });
  post({ kind: 'ask' });

  return {
    apply() {
      if (leave !== null) return;
      const waiting = new AbortController();
      let resigned = false;
      const office = Promise.withResolvers<void>();
      leave = () => {
        resigned = true;
        waiting.abort();
        office.resolve();
      };
      navigator.locks
        .request(name, { signal: waiting.signal }, async () => {
          if (resigned) return;
          phone = true;
          events.chosen();
          await office.promise;
        })
        .catch(() => {
          // Resigned while it waited; else there are no locks where the browser keeps nothing, as in a frame of somebody else's page: it is alone.
          if (resigned) return;
          phone = true;
          events.chosen();
        });
    },
    resign() {
      phone = false;
      leave?.();
      leave = null;
    },
    isPhone: () => phone,
    tell(state) {
      if (phone) post({ kind: 'state', state });
    },
    command(command) {
      if (phone) events.command(command);
      else post({ kind: 'command', command });
    },
    close() {
      leave?.();
      phone = false;
      channel?.close();
    },
  };
}

/** None where the browser keeps nothing for a frame of somebody else's page (Firefox with third-party cookies blocked): there are no other tabs then. */
function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
