// One whole contact for tests that need a finished one: a caller to queue support, agent 1 answers, both are heard, it is wrapped up.
import path from 'node:path';
import { writeToneALaw, writeToneWav } from './audio.ts';
import { startPhone } from './baresip.ts';
import { eventually } from './processes.ts';
import { startCaller } from './sipp.ts';
import { signIn, type Tandem } from './tandem.ts';

export const CUSTOMER_HZ = 700;
export const AGENT_HZ = 1_200;
export const CUSTOMER_NUMBER = '+8613800138001';

export type Contact = { id: string; endedAt: number; cause: string; recordings: { id: string; state: string; whole: boolean | null }[] };

/** `folder`: where the tones may be written. Resolves when the recording, where there is one, is no longer running. */
export async function talkOnce(tandem: Tandem, folder: string): Promise<Contact> {
  const [customerTone, agentTone] = [path.join(folder, 'customer.alaw'), path.join(folder, 'agent.wav')];
  writeToneALaw(customerTone, CUSTOMER_HZ, 10);
  writeToneWav(agentTone, AGENT_HZ, 30);
  const agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  const before = new Set((await admin.get('/interactions')).items.map((each: { id: string }) => each.id));
  const phone = await startPhone({ user: 'agent1', server: `127.0.0.1:${tandem.sipPort}`, answer: 'auto', plays: agentTone });
  try {
    await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
    const caller = await startCaller({
      to: '4002',
      server: `127.0.0.1:${tandem.sipPort}`,
      from: CUSTOMER_NUMBER,
      steps: [{ wait: 500 }, { talk: customerTone }, { wait: 4_000 }, { hangUp: true }],
    });
    await phone.sees('CALL_ESTABLISHED', 20_000);
    await caller.done();
    const contact = await eventually<Contact>(
      'the call to be over',
      async () => {
        const { items } = await admin.get('/interactions');
        const mine = items.find((each: { id: string }) => !before.has(each.id));
        const found: Contact | null = mine ? await admin.get(`/interactions/${mine.id}`) : null;
        return found !== null && found.endedAt !== null && found.recordings.length > 0 && found.recordings[0]!.state !== 'recording'
          ? found
          : null;
      },
      15_000,
      // A session may ask twenty times a second.
      300,
    );
    await agent.send('PUT', `/interactions/${contact.id}/wrap-up`, { disposition: 'answered', resolved: true, notes: 'wants a kettle' });
    return contact;
  } finally {
    await phone.stop();
  }
}
