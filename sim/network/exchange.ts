// The public network behind a trunk: takes the calls that go out of Tandem and behaves as the called ones would.
import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from '../pace.ts';
import { startSoftphone, type PhoneCall } from '../softphone.ts';
import { calleeOf, type Callee } from './callee.ts';
import type { Dice } from '../../server/src/kernel/dice.ts';
import { converse } from './conversation.ts';
import { BEEP, FAX_ANSWER, prompt, SPECIAL_INFORMATION } from './sounds.ts';

export type Exchange = {
  readonly port: number;
  /** Calls taken so far, by what was done with them. */
  readonly taken: ReadonlyMap<Callee['does'], number>;
  close(): Promise<void>;
};

export type ExchangeOptions = {
  /** Of the Tandem whose calls it takes. */
  server: { ip: string; port: number };
  ip?: string;
  port: number;
  dice: Dice;
  pace: Pace;
  /** Decides for a number; the simulated people of callee.ts where left out. */
  behave?: (number: string) => Callee | null;
};

export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const taken = new Map<Callee['does'], number>();
  const phone = await startSoftphone({
    server: options.server,
    ip: options.ip ?? '127.0.0.1',
    port: options.port,
    user: 'network',
    media: { pace: options.pace },
    onCall(call) {
      const { uri } = call.invite;
      const number = uri.scheme === 'sip' || uri.scheme === 'sips' ? (uri.user ?? '') : '';
      const callee = options.behave?.(number) ?? calleeOf(number, options.dice);
      taken.set(callee.does, (taken.get(callee.does) ?? 0) + 1);
      // Whoever hangs up in the middle ends what was still to be done with him.
      perform(call, callee, options.dice).catch(() => call.leave());
    },
  });
  return {
    port: phone.wire.port,
    taken,
    async close() {
      await phone.leave();
      phone.close();
    },
  };
}

async function perform(call: PhoneCall, callee: Callee, dice: Dice): Promise<void> {
  switch (callee.does) {
    case 'unallocated':
      return call.refuse(404);
    case 'busy':
      return call.refuse(486);
    case 'congestion':
      return call.refuse(503);
    case 'ring-out':
      return call.ring();
    case 'decline':
      return (await rings(call, callee.ringMs)) ? call.refuse(603) : undefined;
    case 'intercept':
      call.accept();
      await call.media.speak(SPECIAL_INFORMATION);
      await call.media.speak(prompt('en/try-again-later'));
      return call.leave();
    case 'fax':
      if (!(await rings(call, callee.ringMs))) return;
      call.accept();
      await call.media.speak(FAX_ANSWER);
      await pause(5_000);
      return call.leave();
    case 'voicemail':
      if (!(await rings(call, callee.ringMs))) return;
      call.accept();
      await call.media.speak(prompt('en/voicemail-greeting'));
      await call.media.speak(BEEP);
      // It listens for two minutes at most.
      await Promise.race([call.over, pause(120_000)]);
      return call.leave();
    case 'answer':
      if (!(await rings(call, callee.ringMs))) return;
      call.accept();
      await converse(call, { role: 'customer', language: dice.chance(0.5) ? 'en' : 'zh-CN', ms: callee.talkMs });
      return call.leave();
  }
}

/** False where the caller gave up meanwhile. */
async function rings(call: PhoneCall, ms: number): Promise<boolean> {
  call.ring();
  await Promise.race([call.over, pause(ms)]);
  return call.state.ended === null;
}
