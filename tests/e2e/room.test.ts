// The supervisor's room in the browser: the alert feed, why somebody waits, many moved and set at once and taken back, what an agent serves changed live. On a whole Tandem.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCentre, type Centre } from '../kit/centre.ts';
import { launchBrowser, openView, signIn } from '../kit/chromium.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

let browser: Browser;
let centre: Centre;

beforeAll(async () => {
  [browser, centre] = await Promise.all([launchBrowser(), openCentre()]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.close();
});

test('from the alert to who waits, moved with others and back, and given to an agent the moment he serves the queue', async () => {
  const { admin, one } = centre;
  const { items: queues } = await admin.get('/queues');
  const sales = queues.find((each: { key: string }) => each.key === 'sales');
  const { page, complaints, close } = await openView(browser, centre.tandem.baseUrl);
  const sound = async (): Promise<void> => {
    await expectAccessible(page);
    await expectWhole(page);
  };
  await signIn(page, 'admin@demo.test');
  // Two in a queue that nobody serves.
  const waits: { id: string }[] = [];
  for (let n = 0; n < 2; n++) {
    const { phone, from } = await centre.caller();
    await phone.call('4003');
    waits.push(await interactionOf(centre.supervisor, from, (each) => each.stage === 'queue'));
  }

  // The feed: one click on the rail, with how many are open.
  await page.getByRole('link', { name: /^Alerts, \d+ open$/ }).click();
  const lasting = page.getByRole('list', { name: 'Now' });
  const alert = lasting.getByRole('listitem').filter({ hasText: 'Nobody serves the queue' });
  await alert.filter({ hasText: sales.name.en }).waitFor();
  await alert.getByRole('button', { name: /^I take it/ }).click();
  await alert.getByLabel('Note (optional)').fill('calling the late shift');
  await sound();
  await page.keyboard.press('Enter');
  await alert.getByText('calling the late shift').waitFor();
  await alert.getByRole('link', { name: 'On the board' }).click();

  // Why: everybody of the queue, with what keeps him.
  const waiting = page.getByRole('region', { name: 'Waiting now' });
  await waiting
    .getByRole('button', { name: /^Why does / })
    .first()
    .click();
  const why = waiting.getByRole('group', { name: /waits for$/ });
  await why.getByText(`Number 1 in the line of ${sales.name.en}.`).waitFor();
  await why
    .getByText(/is (not signed in|off queue|away or busy)\.$/)
    .first()
    .waitFor();

  // Both by keyboard: Space, Shift with an arrow.
  await waiting
    .getByRole('checkbox', { name: /^Select \+86/ })
    .first()
    .focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await waiting.getByText('2 selected').waitFor();
  await sound();
  await waiting.getByRole('button', { name: 'Move', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Move 2 contacts' });
  await dialog.getByLabel('Priority').fill('9');
  await dialog.getByLabel('Why').fill('regulars');
  await sound();
  await page.keyboard.press('Enter');
  await waiting.getByText('Done for 2.').waitFor();
  await waiting.getByText('priority 9').nth(1).waitFor();
  await waiting.getByRole('button', { name: /^Undo/ }).click();
  await waiting.getByText('Taken back for 2.').waitFor();
  for (const { id } of waits)
    expect((await untilEvent(centre.supervisor, id, 'work.moved', 2)).at(-1)!.data).toMatchObject({ priority: 0 });
  const { items: audit } = await admin.get('/audit?action=waiting.change');
  expect(audit).toHaveLength(1);
  expect(audit[0].details.results.map(({ id }: { id: string }) => id).toSorted()).toEqual(waits.map(({ id }) => id).toSorted());

  // What an agent serves, changed live: who waited for nobody rings at once.
  const agents = page.getByRole('region', { name: 'Agents' });
  const { name } = await one.shown();
  await agents.getByRole('button', { name: `Queues and skills of ${name}` }).click();
  const duty = page.getByRole('dialog', { name: `Queues and skills of ${name}` });
  await duty.getByLabel(sales.name.en).selectOption({ label: 'serves it' });
  await duty.getByLabel('Why').fill('late shift is late');
  await sound();
  const rings = one.phone.incoming();
  await page.keyboard.press('Enter');
  const call = await rings;
  await agents.getByText('Done for 1.').waitFor();
  call.accept();
  // The oldest of the two, and within moments of the change: nothing else made the engine look.
  const [offered] = await untilEvent(centre.supervisor, waits.at(0)?.id ?? '', 'work.offered');
  const { items: changes } = await admin.get('/audit?action=duty.change');
  expect(Math.abs((offered?.at ?? 0) - changes[0].at)).toBeLessThan(10_000);
  expect(changes[0].details).toMatchObject({ joinQueues: [sales.id], agents: [one.id] });
  await agents.getByRole('button', { name: /^Undo/ }).click();
  await agents.getByText('Taken back for 1.').waitFor();
  expect((await admin.get(`/queues/${sales.id}`)).members).not.toContain(one.id);

  // For a time: listed while it lasts, and called off.
  await agents.getByRole('button', { name: `Queues and skills of ${name}` }).click();
  await duty.getByLabel(sales.name.en).selectOption({ label: 'serves it' });
  await duty.getByLabel('Until').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16));
  await duty.getByLabel('Why').fill('cover');
  await duty.getByRole('button', { name: 'Plan it' }).click();
  const plans = page.getByRole('region', { name: 'Planned changes' });
  await plans.getByText('Under way').waitFor();
  await plans.getByRole('button', { name: /^Call off/ }).click();
  await plans.getByText('Called off').waitFor();
  expect((await admin.get(`/queues/${sales.id}`)).members).not.toContain(one.id);

  // Many agents: what was not possible is said in its row, and the others go back.
  await agents.getByRole('checkbox', { name: 'Select all' }).check();
  await agents.getByRole('button', { name: 'Set the state', exact: true }).click();
  const force = page.getByRole('dialog', { name: /^Set the state of / });
  await force.getByText('Away', { exact: true }).click();
  await force.getByLabel('Why').fill('meeting');
  await force.getByRole('button', { name: 'Set', exact: true }).click();
  await agents.getByText(/^Not done for \d/).waitFor();
  await eventually('the agent to be away', async () => ((await one.shown()).presence.presence === 'away' ? true : null));
  await agents.getByRole('button', { name: /^Undo/ }).click();
  await eventually('the agent to be back', async () => ((await one.shown()).presence.presence === 'available' ? true : null));
  await sound();
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await close();
});
