// Several tabs are one phone, over the real locks and channels of this program: who is it, who is told, and who is it next.
import { afterEach, expect, test, vi } from 'vitest';
import { OFF, type PhoneCommand, type PhoneState } from './phone-state.ts';
import { joinTabs, type Tabs } from './tabs.ts';

const open: Tabs[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const each of open.splice(0)) each.close();
});

let serial = 0;
const fresh = (): string => `tabs-${process.pid}-${++serial}`;

function tab(name: string) {
  const seen: { told: PhoneState[]; commands: PhoneCommand[] } = { told: [], commands: [] };
  const chosen = Promise.withResolvers<void>();
  let state: PhoneState = { ...OFF, wanted: true };
  const tabs = joinTabs(name, {
    chosen: () => chosen.resolve(),
    told: (told) => seen.told.push(told),
    command: (command) => seen.commands.push(command),
    state: () => state,
  });
  open.push(tabs);
  const tell = (change: Partial<PhoneState>): void => {
    state = { ...state, ...change };
    tabs.tell(state);
  };
  return { ...tabs, seen, chosen: chosen.promise, tell };
}

test('one of two is the phone, does what the other asks and tells it what it is; closed, the other is it', async () => {
  const name = fresh();
  const first = tab(name);
  first.apply();
  await first.chosen;
  first.tell({ line: 'ready' });
  const second = tab(name);
  second.apply();
  // Asked as it joined: it need not wait for a change.
  await vi.waitFor(() => expect(second.seen.told.at(-1)?.line).toBe('ready'));
  second.command({ do: 'mute', muted: true });
  await vi.waitFor(() => expect(first.seen.commands).toEqual([{ do: 'mute', muted: true }]));
  expect([first.isPhone(), second.isPhone(), second.seen.commands]).toEqual([true, false, []]);

  first.close();
  await second.chosen;
  expect([first.isPhone(), second.isPhone()]).toEqual([false, true]);
  second.command({ do: 'hang-up' });
  expect(second.seen.commands).toEqual([{ do: 'hang-up' }]);
});

test('who resigned while waiting is not chosen any more; who comes after him is', async () => {
  const name = fresh();
  const [first, second, third] = [tab(name), tab(name), tab(name)];
  first.apply();
  await first.chosen;
  second.apply();
  third.apply();
  second.resign();
  first.resign();
  await third.chosen;
  expect([first.isPhone(), second.isPhone(), third.isPhone()]).toEqual([false, false, true]);
});

test('where a browser keeps nothing for a frame there are no other tabs, and it is the phone', async () => {
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      constructor() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      }
    },
  );
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('no storage', 'SecurityError')) } });
  const alone = tab(fresh());
  alone.apply();
  await alone.chosen;
  alone.command({ do: 'answer' });
  alone.tell({ line: 'ready' });
  expect([alone.isPhone(), alone.seen.commands]).toEqual([true, [{ do: 'answer' }]]);
});
