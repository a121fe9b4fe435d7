// The supervisor's board over a line of thousands: how far it is behind the log, what it reads meanwhile, and how it scrolls.
import type { Page } from 'playwright-core';
import type { Frame } from '../../tests/kit/event-stream.ts';
import { signIn } from '../../tests/kit/tandem.ts';
import { processorTime } from '../kit/processor.ts';
import { boardOf } from './board.ts';
import type { Floor } from './floor.ts';
import { scrolled } from './scroll.ts';

/** Each may ask twenty times a second. */
const ASKING = 5;
/** As long is the board looked at. */
const WATCH_MS = 75_000;
const ROW = 'main [role=list] > * > [role=listitem]';

/** So many call-backs wait in a queue that nobody serves, each asked for over the API as a partner's system does. */
export async function fillLine({ tandem, admin }: Floor, waiting: number): Promise<void> {
  const queue = await admin.send<{ id: string }>('POST', '/queues', {
    key: 'crowd',
    name: { en: 'Crowd', 'zh-CN': '长队' },
    maxWaitMs: null,
    members: [],
  });
  const askers = await Promise.all(Array.from({ length: ASKING }, () => signIn(tandem.baseUrl, 'admin@demo.test')));
  let n = 0;
  await Promise.all(
    askers.map(async (api) => {
      while (n < waiting) await api.send('POST', '/callbacks', { address: `+86139${String(n++).padStart(8, '0')}`, queue: queue.id });
    }),
  );
}

/** Of the overview in `page`, while calls go on and agents come and go. `frames`: what the log told and goes on to tell; `except`: see `boardOf`. */
export async function boardOverLine(page: Page, { tandem }: Floor, frames: readonly Frame[], waiting: number, except: string) {
  const devtools = await page.context().newCDPSession(page);
  let bytes = 0;
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto('/overview');
  await page.locator(ROW).first().waitFor();
  await toTheEnd(page, waiting);
  const opened = bytes;
  const cpu = processorTime(tandem);
  const before = bytes;
  const board = await boardOf(page);
  await page.waitForTimeout(WATCH_MS);
  const figures = await board.read(frames, except);
  const used = cpu();
  const watched = bytes - before;
  const line = await scrolled(page, { rows: waiting, columns: 6, row: ROW });
  const agents = await scrolled(page, { rows: await page.locator('[data-agent]').count(), columns: 4, row: '[data-agent]' });
  await devtools.detach();
  return {
    line_waiting: waiting,
    line_opened_kb: Math.round(opened / 1_000),
    line_kb_s: Math.round(watched / WATCH_MS),
    line_server_cpu: used.cores,
    ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [`line_${name}`, value])),
    line_scroll_waiting_ratio: line.ratio,
    line_scroll_waiting_fps: line.listFps,
    line_scroll_agents_ratio: agents.ratio,
    line_scroll_agents_fps: agents.listFps,
    line_scroll_bare_fps: Math.min(line.bareFps, agents.bareFps),
  };
}

/** Who comes now comes last: to be seen on the board, the end of the line has to be in sight. Throws where the list is not that long. */
async function toTheEnd(page: Page, waiting: number): Promise<void> {
  const px = await page
    .locator(ROW)
    .first()
    .evaluate((row) => row.getBoundingClientRect().height);
  await page.waitForFunction(
    ([row, least]) => {
      const box = document.querySelector(row)?.closest('[role=list]');
      if (!box || box.scrollHeight < least) return false;
      box.scrollTop = box.scrollHeight;
      return box.scrollTop + box.clientHeight > box.scrollHeight - 50;
    },
    [ROW, 0.9 * waiting * px] as const,
    { polling: 200 },
  );
}
