// Runs inside the supervisor's overview: writes down from when on it showed each contact, each agent's state and a counting figure so.
import type { AgentLook, Counted, Shown } from './samples.ts';

export type BoardRecord = { contacts: Shown[]; answered: Counted[]; agents: AgentLook[] };
export type Board = { record: BoardRecord };

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the DOM’s own is an interface, and only one can be added to
  interface Window {
    board: Board;
  }
}

/** Serialized into the page, after `installEffects`: uses nothing else from outside of itself. `figure`: the measure of the tile that counts. */
export function installBoard(figure: string): void {
  const record: BoardRecord = { contacts: [], answered: [], agents: [] };
  let known = new Map<string, Shown['state']>();
  const looks = new Map<string, string>();
  let waiting = false;

  function look(at: number): void {
    const now = new Map<string, Shown['state']>();
    for (const link of document.querySelectorAll('main li a[href*="/interactions/int_"]')) {
      const contact = link.getAttribute('href')!.split('/').at(-1)!;
      const tone = link.closest('li')?.querySelector('[data-tone]')?.getAttribute('data-tone');
      if (tone === 'live') now.set(contact, 'talking');
      else if (tone === 'ringing' && now.get(contact) !== 'talking') now.set(contact, 'waiting');
    }
    for (const [contact, state] of now) if (known.get(contact) !== state) record.contacts.push({ contact, state, at });
    for (const contact of known.keys()) if (!now.has(contact)) record.contacts.push({ contact, state: 'gone', at });
    known = now;
    const tile = document.querySelector(`main ul[data-large="true"] [data-formula="${figure}"]`)?.closest('li');
    const value = Number(/(\d[\d,]*)\D*$/.exec(tile?.textContent ?? '')?.[1]?.replaceAll(',', ''));
    if (tile && Number.isFinite(value) && record.answered.at(-1)?.value !== value) record.answered.push({ value, at });
    for (const row of document.querySelectorAll('main [data-agent]')) {
      const agent = row.getAttribute('data-agent')!;
      const shown = row.querySelector('[data-tone]')?.textContent ?? '';
      if (looks.get(agent) === shown) continue;
      looks.set(agent, shown);
      record.agents.push({ agent, look: shown, at });
    }
  }
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    window.effects.painted((at) => {
      waiting = false;
      look(performance.timeOrigin + at);
    });
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  window.board = { record };
}
