// An agent at his desk: a registered telephone that rings, and a hand on the API for presence and wrap-up. What he decides is drawn by dice.
import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from '../pace.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../softphone.ts';
import type { ApiClient } from './api-client.ts';
import { converse } from './conversation.ts';
import type { Dice } from '../../server/src/kernel/dice.ts';

export type Agent = {
  readonly user: string;
  /** Calls he has taken, and those he let ring or declined. */
  readonly taken: number;
  readonly missed: number;
  /** Goes off queue, ends his calls, puts the telephone away. */
  goHome(): Promise<void>;
};

export type AgentOptions = {
  server: { ip: string; port: number };
  user: string;
  password: string;
  api: ApiClient;
  language: 'en' | 'zh-CN';
  dice: Dice;
  pace: Pace;
  /** Told what cannot be done, e.g. a wrap-up that was refused. */
  note(text: string): void;
};

const REGISTER_SECONDS = 600;
const DISPOSITIONS = ['answered', 'order-updated', 'complaint', 'follow-up', 'other'] as const;
const NOTES = {
  en: ['Asked when the order arrives.', 'Will send photos of the damage.', 'Explained the invoice.', 'Wants a call tomorrow.'],
  'zh-CN': ['询问订单到货时间。', '稍后会发送破损照片。', '已解释发票内容。', '希望明天再联系。'],
} as const;

export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { api, dice, user } = options;
  let taken = 0;
  let missed = 0;
  let leaving = false;
  const phone: Softphone = await startSoftphone({
    server: options.server,
    user,
    password: options.password,
    media: { pace: options.pace, keeps: false },
    onCall: (call) => void ring(call).catch((error: unknown) => options.note(`${user}: ${String(error)}`)),
  });

  async function ring(call: PhoneCall): Promise<void> {
    call.ring();
    await Promise.race([call.over, pause(Math.min(8_000, dice.human(1_500)))]);
    if (call.state.ended !== null) return void (missed += 1);
    if (dice.chance(0.03)) {
      missed += 1;
      return call.refuse(603);
    }
    taken += 1;
    call.accept();
    await converse(call, { role: 'agent', language: options.language, ms: Math.min(120_000, dice.human(25_000)) });
    await call.leave();
    if (!leaving) await wrapUp();
  }

  async function wrapUp(): Promise<void> {
    await pause(Math.min(15_000, dice.human(4_000)));
    const open = await api.get<{ items: { id: string; state: string }[] }>(`/interactions?state=wrap-up&agent=${api.agent}&limit=1`);
    const id = open.items[0]?.id;
    if (id === undefined) return;
    const resolved = dice.chance(0.8);
    const body = {
      disposition: dice.pick(DISPOSITIONS),
      resolved,
      ...(dice.chance(0.6) ? { notes: dice.pick(NOTES[options.language]) } : {}),
    };
    await api.send('PUT', `/interactions/${id}/wrap-up`, body);
  }

  const { status } = await phone.register({ expires: REGISTER_SECONDS });
  if (status !== 200) {
    phone.close();
    throw new Error(`${user} could not register: ${status}`);
  }
  const again = setInterval(() => void phone.register({ expires: REGISTER_SECONDS }), (REGISTER_SECONDS * 1_000) / 2);
  await api.send('PUT', `/agents/${api.agent}/presence`, { presence: 'available', reason: null, onQueue: true });

  return {
    user,
    get taken() {
      return taken;
    },
    get missed() {
      return missed;
    },
    async goHome() {
      leaving = true;
      clearInterval(again);
      await api.send('PUT', `/agents/${api.agent}/presence`, { presence: 'offline', reason: null, onQueue: false }).catch(() => undefined);
      await phone.leave();
      await phone.register({ expires: 0 });
      phone.close();
    },
  };
}
