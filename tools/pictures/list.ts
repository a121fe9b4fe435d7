// What is on the guides' screenshots: who is signed in, and how he comes to what is shown.
import type { Page } from 'playwright-core';
import type { Api } from '../../tests/kit/tandem.ts';
import { eventually } from '../../tests/kit/processes.ts';

export type Language = 'en' | 'zh-CN';
export type Scene = { page: Page; language: Language; supervisor: Api };
export type Picture = {
  /** The file's name, before language and ending. */
  name: string;
  who: 'admin' | 'supervisor' | 'agent1' | 'agent2';
  scheme?: 'light' | 'dark';
  height?: number;
  show: (scene: Scene) => Promise<void>;
};

const open =
  (path: string): Picture['show'] =>
  async ({ page }) => {
    await page.goto(path);
    await page.locator('main h1').first().waitFor();
  };

/** The contact that an agent is talking in. */
async function inCall({ page }: Scene): Promise<void> {
  // His phone takes a call within seconds, and the page of the contact opens by itself.
  await page.waitForURL(/\/interactions\/int_/, { timeout: 90_000 });
}

async function talkedContact(api: Api): Promise<string> {
  return eventually(
    'a contact that an agent talked in',
    async () => {
      const { items } = await api.get<{ items: { id: string; state: string; agents?: unknown[]; queue: unknown }[] }>(
        '/interactions?limit=50',
      );
      for (const { id, state, queue } of items) {
        if (state !== 'closed' || queue === null) continue;
        const { recordings } = await api.get<{ recordings: { state: string }[] }>(`/interactions/${id}`);
        if (recordings.some((each) => each.state === 'sealed')) return id;
      }
      return null;
    },
    60_000,
    2_000,
  );
}

const contact =
  (tab: string): Picture['show'] =>
  async ({ page, supervisor }) => {
    await page.goto(`/interactions/${await talkedContact(supervisor)}${tab}`);
    await page.locator('main h1').first().waitFor();
  };

export const PICTURES: readonly Picture[] = [
  { name: 'agent-in-a-call', who: 'agent1', show: inCall },
  { name: 'agent-day', who: 'agent2', show: open('/interactions') },
  { name: 'supervisor-overview', who: 'supervisor', height: 900, show: open('/overview') },
  { name: 'supervisor-wallboard', who: 'supervisor', scheme: 'dark', show: async ({ page }) => void (await page.goto('/wallboard')) },
  { name: 'supervisor-reports', who: 'supervisor', show: open('/reports') },
  { name: 'supervisor-contact', who: 'supervisor', height: 900, show: contact('') },
  { name: 'admin-start', who: 'admin', show: open('/start') },
  { name: 'admin-queues', who: 'admin', show: open('/settings/queues') },
  { name: 'admin-flows', who: 'admin', show: open('/settings/flows') },
  { name: 'admin-prompts', who: 'admin', show: open('/settings/prompts') },
  { name: 'admin-history', who: 'admin', show: open('/settings/history') },
  { name: 'operator-system', who: 'admin', height: 900, show: open('/settings/system') },
];
