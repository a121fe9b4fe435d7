// How far the supervisor's overview is behind the log: what the log told a listener of its own, against when the page showed it.
import type { Page } from 'playwright-core';
import type { Frame } from '../../tests/kit/event-stream.ts';
import { agentLags, boardLags, counterLags, p95, type AgentLook, type Told } from './samples.ts';
import { percentile } from '../kit/report.ts';

/** The measure of the overview's tile that is watched: the event that moves it is the assignment. */
export const MEASURED_COUNTER = 'answeredToday';

export type BoardFigures = {
  board_events: number;
  board_missed: number;
  board_lag_p50_ms: number;
  board_lag_p95_ms: number;
  board_contacts_p95_ms: number;
  board_figures_p95_ms: number;
  board_agents_p95_ms: number;
};

/** `except`: an agent who changes his mind faster than a board is to show. */
export type BoardWatch = { read(frames: readonly Frame[], except: string): Promise<BoardFigures> };

/** What happened in the last moment may be shown yet. */
const SETTLE_MS = 4_000;
const LEAST = 20;
const WHAT: Readonly<Record<string, Told['what']>> = { 'work.queued': 'queued', 'work.assigned': 'assigned', 'interaction.ended': 'ended' };
/** What an agent's row says after a presence was declared; the agents of the bench are on queue with a phone. */
const LOOKS: Readonly<Record<string, string>> = { available: 'Ready', away: 'Away' };

/** From now on, of the overview that `page` shows. */
export async function boardOf(page: Page): Promise<BoardWatch> {
  await page.locator('[data-agent]').first().waitFor();
  const from = Date.now();
  const base = await page.waitForFunction(() => window.board.record.answered.at(-1)?.value).then((value) => value.jsonValue());
  return {
    async read(frames, except) {
      const until = Date.now();
      await page.waitForTimeout(SETTLE_MS);
      const record = await page.evaluate(() => window.board.record);
      const during = frames.filter(({ at }) => at >= from && at < until);
      const told = during.flatMap(({ type, stream, at }) =>
        WHAT[type] && stream.startsWith('int_') ? [{ contact: stream, what: WHAT[type], at }] : [],
      );
      const contacts = boardLags(told, record.contacts);
      const figure = counterLags(
        during.filter(({ type }) => type === 'work.assigned').map(({ at }) => at),
        record.answered,
        base ?? 0,
      );
      const agents = agentLags(declared(during, except), record.agents);
      const lags = [...contacts.lags, ...figure.lags, ...agents.lags];
      for (const event of contacts.missed) console.log(`never on the board: ${event.what} of ${event.contact}`);
      return {
        board_events: lags.length,
        board_missed: contacts.missed.length + figure.missed + agents.missed,
        board_lag_p50_ms: percentile(lags, 0.5),
        board_lag_p95_ms: p95('the board', lags, LEAST),
        board_contacts_p95_ms: p95('contacts on the board', contacts.lags, LEAST),
        board_figures_p95_ms: p95('figures on the board', figure.lags, LEAST / 4),
        board_agents_p95_ms: p95('agents on the board', agents.lags, LEAST / 4),
      };
    },
  };
}

function declared(frames: readonly Frame[], except: string): AgentLook[] {
  return frames.flatMap(({ type, stream, at, data }) => {
    const look = LOOKS[String(data['presence'])];
    return type === 'presence.changed' && stream !== except && look !== undefined ? [{ agent: stream, look, at }] : [];
  });
}
