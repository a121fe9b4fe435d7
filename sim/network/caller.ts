// A customer who calls: what he wants is drawn by dice (pure), then he dials, presses keys when he was spoken to, waits as long as he likes, and talks.
import { setTimeout as pause } from 'node:timers/promises';
import type { PhoneCall, Softphone } from '../softphone.ts';
import { converse } from './conversation.ts';
import type { Dice } from '../../server/src/kernel/dice.ts';
import { listenTo, type Listener } from './listener.ts';
import { HELLO_HZ, sentence } from './sounds.ts';

export type CallerPlan = {
  from: string;
  to: string;
  language: 'en' | 'zh-CN';
  /** Pressed one group after the other, each when a prompt has ended. */
  keys: readonly string[];
  /** How long he waits for a human after his last key. */
  patienceMs: number;
  /** How long he talks, where the agent does not hang up first. */
  talkMs: number;
  /** What he does when he is tired of waiting: most hang up, some press 1 to be called back. */
  tired: 'hang-up' | 'call-back';
};

export type CallerOutcome = 'talked' | 'gave-up' | 'served' | 'call-back' | 'refused' | 'cut-off';

const ORDERS = { least: 1_001, most: 1_020 } as const;

/** Who calls whom, and how: most through the menu, the others straight to a queue. */
export function planCaller(dice: Dice, from: string): CallerPlan {
  const language = dice.chance(0.6) ? 'zh-CN' : 'en';
  const menu = dice.chance(0.6);
  const wish = dice.pick(['1', '1', '2', '2', '2', '3', '0']);
  const order = `${dice.between(ORDERS.least, ORDERS.most)}#`;
  const keys = menu ? [...(language === 'zh-CN' ? ['9'] : []), wish, ...(wish === '3' ? [order] : [])] : [];
  return {
    from,
    to: menu ? '4001' : dice.pick(['4002', '4002', '4003']),
    language,
    keys,
    patienceMs: Math.max(3_000, dice.gap(75_000)),
    talkMs: Math.min(180_000, dice.human(30_000)),
    tired: dice.chance(0.25) ? 'call-back' : 'hang-up',
  };
}

const ANSWER_MS = 20_000;
const PROMPT_MS = 30_000;
/** So quiet for so long, a prompt has ended. Prompts join their parts with less. */
const PAUSE_MS = 700;

export async function placeCall(line: Softphone, plan: CallerPlan): Promise<CallerOutcome> {
  const call = await line.call(plan.to, { from: plan.from });
  try {
    await call.answered(ANSWER_MS);
  } catch {
    await call.leave();
    return 'refused';
  }
  try {
    const listener = listenTo(call.media, [HELLO_HZ.agent]);
    for (const keys of plan.keys) {
      await Promise.race([listener.pauseAfterSpeech(PAUSE_MS, PROMPT_MS), call.over]);
      if (call.state.ended !== null) return 'cut-off';
      await call.media.press(keys);
    }
    // Order status is told by the machine, which hangs up.
    if (plan.keys.some((keys) => keys.endsWith('#'))) return await hearOut(call);
    return await waitForAgent(call, listener, plan);
  } finally {
    await call.leave();
  }
}

async function hearOut(call: PhoneCall): Promise<CallerOutcome> {
  await Promise.race([call.over, pause(45_000)]);
  return 'served';
}

async function waitForAgent(call: PhoneCall, listener: Listener, plan: CallerPlan): Promise<CallerOutcome> {
  const human = listener.hello(HELLO_HZ.agent, plan.patienceMs).then(
    () => true,
    () => false,
  );
  await Promise.race([human, call.over]);
  if (call.state.ended !== null) return 'cut-off';
  if (!listener.heardHello(HELLO_HZ.agent)) return giveUp(call, plan);
  await call.media.speak(sentence(plan.language, 1));
  await converse(call, { role: 'customer', language: plan.language, ms: plan.talkMs });
  return 'talked';
}

async function giveUp(call: PhoneCall, plan: CallerPlan): Promise<CallerOutcome> {
  if (plan.tired === 'hang-up') return 'gave-up';
  // Offered by the queue: 1 asks for it, 1 says yes to the number that called.
  await call.media.press('1');
  await Promise.race([call.over, pause(8_000)]);
  if (call.state.ended === null) await call.media.press('1');
  await Promise.race([call.over, pause(10_000)]);
  return 'call-back';
}
