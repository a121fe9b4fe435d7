// The line comes again with growing waits, asks over HTTP where no socket opens, and gives up a visitor the server does not know.
import { CHAT_CLOSE } from '@tandem/contract/chat.ts';
import { expect, test } from 'vitest';
import { OFF, polls, stepLink, waitMs, type Link, type LinkInput } from './link.ts';

function after(inputs: LinkInput[], from: Link = OFF) {
  return inputs.reduce((so, input) => stepLink(so.link, input), { link: from, effects: [] } as ReturnType<typeof stepLink>);
}
const closed = (code = 1006): LinkInput => ({ kind: 'closed', code, random: 0 });

test('connects, speaks, is lost, comes again', () => {
  expect(after([{ kind: 'start' }])).toEqual({ link: { phase: 'connecting', failures: 0 }, effects: [{ do: 'connect' }] });
  const lost = after([{ kind: 'start' }, { kind: 'spoke' }, closed()]);
  expect(lost).toEqual({ link: { phase: 'waiting', failures: 1 }, effects: [{ do: 'wait', ms: 250 }] });
  expect(after([{ kind: 'retry' }], lost.link).effects).toEqual([{ do: 'connect' }]);
});

test('asks over HTTP after two attempts in vain, until a socket speaks', () => {
  const once = after([{ kind: 'start' }, closed(), { kind: 'retry' }]).link;
  expect(polls(once)).toBe(false);
  const twice = after([closed(), { kind: 'retry' }], once).link;
  expect(polls(twice)).toBe(true);
  expect(polls(after([{ kind: 'spoke' }], twice).link)).toBe(false);
  expect(polls(after([{ kind: 'stop' }], twice).link)).toBe(false);
});

test('a visitor the server does not know is forgotten, and no attempt follows by itself', () => {
  expect(after([{ kind: 'start' }, closed(CHAT_CLOSE.badToken)])).toEqual({ link: OFF, effects: [{ do: 'forget-visitor' }] });
});

test('waits grow to half a minute; who said too much waits that long at once', () => {
  expect([1, 2, 3, 4].map((failures) => waitMs(failures, 1006, 0.999))).toEqual([500, 1_000, 1_999, 3_998]);
  expect(waitMs(50, 1006, 0.999)).toBeLessThanOrEqual(30_000);
  expect(waitMs(1, CHAT_CLOSE.tooMuch, 0)).toBe(30_000);
});

test('what comes late changes nothing', () => {
  for (const input of [closed(), { kind: 'retry' }, { kind: 'spoke' }] as LinkInput[])
    expect(after([input])).toEqual({ link: OFF, effects: [] });
});
