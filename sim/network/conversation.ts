// How a simulated person talks: says who he is, then takes turns of speech and listening until time is up or the other side leaves.
import { setTimeout as pause } from 'node:timers/promises';
import type { PhoneCall } from '../softphone.ts';
import { HELLO_HZ, sentence, tone } from './sounds.ts';

export type Talk = { role: 'agent' | 'customer'; language: 'en' | 'zh-CN'; ms: number };

const HELLO_MS = 500;

export async function converse(call: PhoneCall, { role, language, ms }: Talk): Promise<void> {
  const until = performance.now() + ms;
  const over = (): boolean => call.state.ended !== null || performance.now() >= until;
  await call.media.speak(tone(HELLO_HZ[role], HELLO_MS));
  for (let turn = role === 'agent' ? 0 : 1; !over(); turn++) {
    if (turn % 2 === 0) await call.media.speak(sentence(language, turn / 2));
    else await Promise.race([call.over, pause(Math.min(2_500, Math.max(0, until - performance.now())))]);
  }
}
