// The browser phone: which tab it is, its registration and its call, as one state that screens follow and commands that they give.
import type { OpenedPhone } from '@tandem/contract/api/phones.ts';
import type { Api } from '../../api/client.ts';
import { closePhone, keepPhone, openPhone } from '../../api/phone.ts';
import { ApiError } from '../../api/problem.ts';
import { audioSettings, closeStream, isSecure, openMicrophone } from './audio-settings.ts';
import type { CallInHand, createCallInHand as CreateCallInHand } from './call-in-hand.ts';
import { OFF, type PhoneCommand, type PhoneState } from './phone-state.ts';
import type { openLine as OpenLine, SipLine } from './sip-line.ts';
import { joinTabs } from './tabs.ts';
import { readWish, writeWish } from './wish.ts';

export type Phone = {
  state: () => PhoneState;
  subscribe: (listener: () => void) => () => void;
  /** This browser is the phone from now on. */
  use: () => void;
  command: (command: PhoneCommand) => void;
  /** It rings in this tab. */
  isHere: () => boolean;
  /** Before signing out: the other phone rings again; what the user wants of this browser is remembered. */
  release: () => Promise<void>;
  close: () => void;
};

const AGAIN_MS = 5_000;

/** `dead`: the network is another one than before, and connections that seem open lead nowhere. */
export function createPhone({ api, user, dead }: { api: Api; user: string; dead: () => void }): Phone {
  const name = `tandem.phone.${user}`;
  const listeners = new Set<() => void>();
  let state: PhoneState = { ...OFF, wanted: readWish(user) };
  let line: SipLine | null = null;
  let calls: CallInHand | null = null;
  let account: OpenedPhone | null = null;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  /** Counts openings: what an earlier one was waiting for is none of a later one's business. */
  let turn = 0;

  function set(change: Partial<PhoneState>): void {
    state = { ...state, ...change };
    tabs.tell(state);
    for (const listener of listeners) listener();
  }

  const tabs = joinTabs(name, {
    chosen: () => void begin(),
    told(told) {
      state = told;
      for (const listener of listeners) listener();
      // Switched off, or on, in another tab.
      if (told.wanted) tabs.apply();
      else tabs.resign();
    },
    command: (command) => void obey(command),
    state: () => state,
  });

  async function begin(): Promise<void> {
    end();
    const mine = turn;
    if (!isSecure()) return set({ line: 'insecure' });
    set({ line: 'opening' });
    try {
      closeStream(await openMicrophone(audioSettings.get()));
    } catch {
      if (mine === turn) set({ line: 'no-microphone' });
      return;
    }
    try {
      const [opened, sip, hand] = await Promise.all([openPhone(api), import('./sip-line.ts'), import('./call-in-hand.ts')]);
      if (mine === turn) start(mine, opened, sip.openLine, hand.createCallInHand);
    } catch (error) {
      if (mine !== turn) return;
      const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
      set({ line: refused ? 'failed' : 'lost' });
      if (!refused) again = setTimeout(() => void begin(), AGAIN_MS);
    }
  }

  function start(mine: number, opened: OpenedPhone, openLine: typeof OpenLine, createCallInHand: typeof CreateCallInHand): void {
    account = opened;
    keepLater(mine, opened.until);
    set({ line: 'connecting' });
    const hand = createCallInHand({
      keptAs: `${name}.call`,
      iceServers: () => (account ?? opened).iceServers,
      isConnected: () => line?.isConnected() ?? false,
      check: () => line?.check(),
      noMicrophone() {
        end();
        set({ line: 'no-microphone' });
      },
      shown(call) {
        set({ call });
        // The call was let go to its end; the phone is elsewhere.
        if (call === null && state.line === 'taken') end();
      },
    });
    calls = hand;
    const opening = openLine(opened, {
      connected: hand.connected,
      ready() {
        if (state.line !== 'taken') set({ line: 'ready' });
        // The call of the tab that was the phone before: taken up here, or over.
        void hand.takeUp(opening).then(() => mine === turn && state.call !== null && hand.isFree() && set({ call: null }));
      },
      lost: () => set({ line: 'lost' }),
      dead,
      refused() {
        // Slept past its hour: a new secret. Else another browser has one.
        if (account !== null && account.until <= Date.now()) return void begin();
        if (hand.isFree()) end();
        set({ line: 'taken' });
      },
      ringing: hand.ringing,
    });
    line = opening;
  }

  function keepLater(mine: number, until: number): void {
    const keep = async (): Promise<void> => {
      try {
        const life = await keepPhone(api);
        if (mine !== turn || account === null) return;
        account = { ...account, ...life };
        keepLater(mine, life.until);
      } catch {
        // Where there is none to keep, the next registration says so.
        if (mine === turn) keepLater(mine, Date.now() + 4 * AGAIN_MS);
      }
    };
    clearTimeout(keeping);
    keeping = setTimeout(() => void keep(), Math.max(AGAIN_MS, (until - Date.now()) / 2));
  }

  /** Closes what is open here; the wish stands. */
  function end(): void {
    turn += 1;
    clearTimeout(keeping);
    clearTimeout(again);
    line?.close();
    line = null;
    calls = null;
    account = null;
  }

  /** The other phone rings again. */
  async function giveBack(wanted: boolean): Promise<void> {
    end();
    set({ wanted, line: 'off', call: null });
    tabs.resign();
    // Where it cannot be told, the secret ends by itself.
    await closePhone(api).catch(() => undefined);
  }

  async function obey(command: PhoneCommand): Promise<void> {
    switch (command.do) {
      case 'answer':
        return calls?.answer();
      case 'decline':
        return calls?.decline();
      case 'hang-up':
        return calls?.hangUp();
      case 'mute':
        return calls?.mute(command.muted);
      case 'dial':
        return line === null ? undefined : calls?.dial(line, command.number);
      case 'press':
        return calls?.press(command.digit);
      case 'retry':
        return begin();
      case 'off':
        writeWish(user, false);
        return giveBack(false);
    }
  }

  const forget = audioSettings.subscribe(() => calls?.settingsChanged());
  const warn = (event: BeforeUnloadEvent): void => {
    if (tabs.isPhone() && state.call !== null) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);
  if (state.wanted) tabs.apply();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    use() {
      writeWish(user, true);
      set({ wanted: true });
      tabs.apply();
    },
    command: (command) => tabs.command(command),
    isHere: () => tabs.isPhone(),
    release: async () => (tabs.isPhone() ? giveBack(state.wanted) : undefined),
    close() {
      window.removeEventListener('beforeunload', warn);
      forget();
      end();
      tabs.close();
    },
  };
}
