// What is kept where a browser gives a frame all storage, its tab's only, or none.
import { afterEach, expect, test, vi } from 'vitest';
import { keepCall, keptCall } from './kept-call.ts';
import { readWish, writeWish } from './wish.ts';

afterEach(() => vi.unstubAllGlobals());

class Kept extends Map<string, string> {
  getItem = (name: string): string | null => this.get(name) ?? null;
  setItem = (name: string, text: string): void => void this.set(name, text);
  removeItem = (name: string): void => void this.delete(name);
}
const dialog = { callId: 'c', localTag: 'l', remoteTag: 'r' };
const call = { id: 'c', phase: 'up', name: '', number: '77', auto: false, muted: true, quality: null } as const;

/** As Firefox does it: the name itself throws. */
function blocked(name: 'localStorage' | 'sessionStorage'): void {
  const was = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });
  undo.push(() => (was ? Object.defineProperty(globalThis, name, was) : Reflect.deleteProperty(globalThis, name)));
}
const undo: (() => unknown)[] = [];
afterEach(() => undo.splice(0).map((each) => each()));

test('a call is found again by the next page, for as long as the server waits for it', () => {
  vi.stubGlobal('localStorage', new Kept());
  keepCall('k', { dialog, call, at: 1_000 });
  expect(keptCall('k', 30_999)).toMatchObject({ dialog, call: { muted: true } });
  expect(keptCall('k', 31_000)).toBeNull();
  keepCall('k', null);
  expect(keptCall('k', 1_001)).toBeNull();
  localStorage.setItem('k', 'not ours {');
  expect(keptCall('k', 1_001)).toBeNull();
});

test('in a frame that has its tab’s storage only it is kept there, and in one that has none it is not', () => {
  const tab = new Kept();
  blocked('localStorage');
  vi.stubGlobal('sessionStorage', tab);
  writeWish('usr_1', true);
  keepCall('k', { dialog, call, at: 1_000 });
  expect([readWish('usr_1'), keptCall('k', 2_000)?.call.number, tab.size]).toEqual([true, '77', 2]);
  vi.unstubAllGlobals();
  blocked('sessionStorage');
  writeWish('usr_1', true);
  expect([readWish('usr_1'), keptCall('k', 2_000)]).toEqual([false, null]);
});
