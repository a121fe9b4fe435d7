// What the page remembers of one site, in the browser's store: shared by its tabs, kept over reloads. In memory where there is none (a private window).
import { readWaiting, type Waiting } from '../core/outbox.ts';

export type Keep = {
  token: () => string | null;
  setToken: (token: string | null) => void;
  /** Up to which place the customer has seen. */
  seen: () => number;
  setSeen: (seq: number) => void;
  waiting: () => Waiting[];
  putWaiting: (item: Waiting) => void;
  dropWaiting: (clientId: string) => void;
  /** Of this tab alone: a reload leaves the panel as it was. */
  isOpen: () => boolean;
  setOpen: (open: boolean) => void;
  /** Calls back when another tab changed something; the answer ends that. */
  onOthers: (changed: () => void) => () => void;
};

export function createKeep(key: string): Keep {
  const prefix = `tandem-chat:${key}:`;
  const local = storeOr(() => localStorage);
  const session = storeOr(() => sessionStorage);
  // One entry a message: two tabs that write at once do not take each other's away.
  const message = (clientId: string): string => `${prefix}out:${clientId}`;
  return {
    token: () => local.getItem(`${prefix}token`),
    setToken: (token) => put(local, `${prefix}token`, token),
    seen: () => Number(local.getItem(`${prefix}seen`)) || 0,
    setSeen: (seq) => put(local, `${prefix}seen`, String(seq)),
    waiting() {
      const names = Array.from({ length: local.length }, (_, at) => local.key(at) ?? '');
      return names
        .filter((name) => name.startsWith(message('')))
        .map((name) => readWaiting(local.getItem(name)))
        .filter((item) => item !== null);
    },
    putWaiting: (item) => put(local, message(item.clientId), JSON.stringify(item)),
    dropWaiting: (clientId) => put(local, message(clientId), null),
    isOpen: () => session.getItem(`${prefix}open`) === '1',
    setOpen: (open) => put(session, `${prefix}open`, open ? '1' : null),
    onOthers(changed) {
      const heard = ({ key: name }: StorageEvent): void => {
        if (name === null || name.startsWith(prefix)) changed();
      };
      addEventListener('storage', heard);
      return () => removeEventListener('storage', heard);
    },
  };
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

function put(store: Store, name: string, value: string | null): void {
  if (value === null) store.removeItem(name);
  else store.setItem(name, value);
}

/** The browser's, where it lets the page write there. */
function storeOr(of: () => Storage): Store {
  try {
    const store = of();
    store.setItem('tandem-chat', '');
    store.removeItem('tandem-chat');
    return store;
  } catch {
    return memory();
  }
}

function memory(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  };
}
