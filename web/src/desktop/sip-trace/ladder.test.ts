// Rails, arrows and order of the SIP ladder.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';
import { expect, it } from 'vitest';
import { keysIn, ladderOf, offsetText } from './ladder.ts';

const message = (
  leg: string,
  at: number,
  direction: 'in' | 'out',
  title: string,
  status: number | null = null,
): SipTrace['messages'][number] => ({
  leg: leg as 'leg_a',
  at,
  direction,
  title,
  status,
  transport: leg === 'leg_b' ? 'ws' : 'udp',
  local: { ip: '192.0.2.1', port: 5060 },
  remote: { ip: leg === 'leg_b' ? '2001:db8::1' : '198.51.100.7', port: 5070 },
  text: '',
  cseq: '1 INVITE',
  again: false,
  sdp: false,
});
const leg = (id: string, startedAt: number): SipTrace['legs'][number] => ({
  id: id as 'leg_a',
  call: 'cal_a',
  startedAt,
  endedAt: null,
  left: 0,
});

it('puts the first leg left, Tandem beside it, the others right, and everything in one order', () => {
  const event = { id: 'evt_1', at: 120, type: 'call.answered' } as EventView;
  const trace = {
    legs: [leg('leg_a', 100), leg('leg_b', 110), leg('leg_none', 115)],
    messages: [
      message('leg_a', 100, 'in', 'INVITE'),
      message('leg_b', 110, 'out', 'INVITE'),
      message('leg_b', 120, 'in', '486 Busy Here', 486),
    ],
  };
  const { rails, rows } = ladderOf(trace, [event]);
  expect(rails).toEqual([
    { leg: 'leg_a', address: 'UDP 198.51.100.7:5070' },
    { leg: null, address: '192.0.2.1:5060' },
    { leg: 'leg_b', address: 'WS [2001:db8::1]:5070' },
  ]);
  expect(rows.map((row) => (row.kind === 'event' ? row.event.type : [row.from, row.to, row.failed, row.offsetMs]))).toEqual([
    [0, 1, false, 0],
    [1, 2, false, 10],
    [2, 1, true, 20],
    'call.answered',
  ]);
});

it('is empty where nothing was kept, whatever the log says', () => {
  expect(ladderOf({ legs: [], messages: [] }, [{ id: 'evt_1', at: 1 } as EventView])).toEqual({ rails: [], rows: [] });
});

it.each([
  [0, '+0.000'],
  [1_042, '+1.042'],
  [75_042, '+1:15.042'],
  [-3, '-0.003'],
])('%i ms are %s', (ms, text) => expect(offsetText(ms)).toBe(text));

it('knows how described audio is encrypted, by what is left of its keys', () => {
  const sdp = (line: string) => ({ sdp: true, text: `INVITE sip:x SIP/2.0\r\n\r\nm=audio 4000 RTP/SAVP 8\r\n${line}\r\n` });
  expect([
    keysIn(sdp('a=crypto:1 AES_CM_128_HMAC_SHA1_80 ****')),
    keysIn(sdp('a=fingerprint:sha-256 AB:CD')),
    keysIn(sdp('a=ptime:20')),
  ]).toEqual(['sdes', 'dtls', null]);
  expect(keysIn({ sdp: false, text: 'a=crypto:1' })).toBeNull();
});
