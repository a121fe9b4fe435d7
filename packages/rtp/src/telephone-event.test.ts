// Keys sent as telephone-events are received once each, with loss, repeats and reordering in between.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TelephoneEventReceiver, type ReceivedDigit } from './telephone-event-receiver.ts';
import { TelephoneEventSender } from './telephone-event-sender.ts';
import { writeTelephoneEvent } from './telephone-event.ts';

type Packet = { payload: Uint8Array; timestamp: number; tick: number; first: boolean };

function send(digits: string, durationMs: number, start = 0): Packet[] {
  const sender = new TelephoneEventSender(160);
  for (const digit of digits) expect(sender.press(digit, durationMs)).toBe(true);
  const packets: Packet[] = [];
  for (let tick = 0; sender.busy; tick++) {
    const payload = new Uint8Array(4);
    if (sender.next(payload, 0, (start + tick * 160) >>> 0))
      packets.push({ payload, timestamp: sender.timestamp, tick, first: sender.first });
  }
  return packets;
}

function receive(packets: Packet[]): ReceivedDigit[] {
  const receiver = new TelephoneEventReceiver();
  const heard: ReceivedDigit[] = [];
  const last = Math.max(0, ...packets.map((packet) => packet.tick));
  for (let tick = 0; tick <= last + 20; tick++) {
    for (const packet of packets) {
      if (packet.tick !== tick) continue;
      const digit = receiver.packet(packet.payload, 0, 4, packet.timestamp, tick * 20);
      if (digit !== null) heard.push(digit);
    }
    const lost = receiver.tick(tick * 20);
    if (lost !== null) heard.push(lost);
  }
  return heard;
}

describe('telephone-event', () => {
  it('sends one timestamp, a growing duration and three ends', () => {
    const packets = send('5', 100);
    expect(
      packets.map((packet) => [
        packet.payload[0],
        packet.payload[1]! >> 7,
        (packet.payload[2]! << 8) | packet.payload[3]!,
        packet.timestamp,
      ]),
    ).toEqual([
      [5, 0, 160, 0],
      [5, 0, 320, 0],
      [5, 0, 480, 0],
      [5, 0, 640, 0],
      [5, 1, 800, 0],
      [5, 1, 800, 0],
      [5, 1, 800, 0],
    ]);
    expect(packets.map((packet) => packet.first)).toEqual([true, false, false, false, false, false, false]);
  });

  it('hears all sixteen keys once, also across the timestamp wrap', () => {
    const keys = '0123456789*#ABCD';
    expect(receive(send(keys, 80, 0xffffffff - 5_000))).toEqual([...keys].map((digit) => ({ digit, durationMs: 80 })));
  });

  it('hears each key once whatever is lost, as long as one packet of it comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789*#'), minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (digits, dice) => {
          const packets = send(digits, 100);
          const kept = packets.filter(
            (packet, index) => (packets[index - 1]?.timestamp !== packet.timestamp && packet.first) || (dice.next().value as number) < 4,
          );
          expect(
            receive(kept)
              .map((heard) => heard.digit)
              .join(''),
          ).toBe(digits);
        },
      ),
    );
  });

  it('tells two presses of the same key apart by their timestamps', () => {
    expect(receive(send('11', 60)).map((heard) => heard.digit)).toEqual(['1', '1']);
  });

  it('ignores an old packet that arrives behind a newer key', () => {
    const packets = send('12', 60);
    const old = { ...packets[0]!, tick: packets.at(-1)!.tick };
    expect(receive([...packets, old]).map((heard) => heard.digit)).toEqual(['1', '2']);
  });

  it('joins the segments of a key held longer than the duration field', () => {
    const at = (duration: number, timestamp: number, end: boolean, tick: number): Packet => {
      const payload = new Uint8Array(4);
      writeTelephoneEvent(payload, 0, 9, end, 10, duration);
      return { payload, timestamp, tick, first: false };
    };
    expect(
      receive([at(65_400, 1_000, false, 0), at(0xffff, 1_000, false, 1), at(160, 66_535, false, 2), at(800, 66_535, true, 6)]),
    ).toEqual([{ digit: '9', durationMs: Math.round((65_535 + 800) / 8) }]);
  });

  it('ignores events that are not keys, and short payloads', () => {
    const receiver = new TelephoneEventReceiver();
    expect(receiver.packet(Uint8Array.of(16, 0x80, 0, 1), 0, 4, 1, 0)).toBeNull();
    expect(receiver.packet(Uint8Array.of(1, 0x80, 0), 0, 3, 1, 0)).toBeNull();
    expect(new TelephoneEventSender(160).press('x', 100)).toBe(false);
  });
});
