// A trunk's form with what DNS names for it, encryption of trunks and phones, and a trunk brought back with its password: in both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { startDns, type TestDns } from '../kit/dns.ts';
import { eventually } from '../kit/processes.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';
import { picture } from './pictures.ts';

const VIEWS: View[] = [
  { language: 'en', width: 1280, height: 720 },
  { language: 'zh-CN', width: 390, height: 844 },
];
const SAY = {
  en: {
    lookup: 'How it is found',
    encryption: 'Encrypted audio (SRTP)',
    save: 'Save',
    servers: 'Servers found in DNS',
    needsTls: /Its keys are told in SIP/,
    transport: 'Transport',
    back: /^Bring it back/,
    password: 'Password',
    bring: 'Bring it back',
    restored: 'Restored.',
  },
  'zh-CN': {
    lookup: '查找方式',
    encryption: '加密音频（SRTP）',
    save: '保存',
    servers: 'DNS 找到的服务器',
    needsTls: /密钥在 SIP 信令中传送/,
    transport: '传输协议',
    back: /^恢复此项/,
    password: '密码',
    bring: '恢复此项',
    restored: '已恢复。',
  },
} as const;

let browser: Browser;
let tandem: Tandem;
let dns: TestDns;
let admin: Api;
beforeAll(async () => {
  dns = await startDns([
    { type: 'SRV', name: '_sips._tcp.carrier.test', target: 'gate-1.carrier.test', port: 5_061, priority: 10, weight: 60 },
    { type: 'SRV', name: '_sips._tcp.carrier.test', target: 'gate-2.carrier.test', port: 5_061, priority: 20, weight: 0 },
    { type: 'A', name: 'gate-1.carrier.test', ip: '127.0.0.41' },
    { type: 'A', name: 'gate-2.carrier.test', ip: '127.0.0.42' },
  ]);
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem(undefined, { TANDEM_DNS: dns.address })]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
  await dns?.close();
});

const trunkOf = async (id: string) => (await admin.get('/trunks')).items.find((each: { id: string }) => each.id === id);
async function looksRight(page: Page, { language, width }: View, name: string): Promise<void> {
  await picture(page, `${name}-${language}-${width}`);
  await expectAccessible(page);
  await expectWhole(page);
}

describe.each(VIEWS)('$language $width', (view) => {
  const words = SAY[view.language ?? 'en'];

  test('a trunk is found by DNS and must be encrypted, which needs TLS; removed it comes back with its password', async () => {
    const account = { username: 'acme', password: 'of the account', register: false };
    const body = { name: `carrier-${view.width}`, addresses: [], host: 'carrier.test', port: 5060, country: 'CN', rules: [], account };
    const { id } = await admin.send('POST', '/trunks', body);
    const { page, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'admin@demo.test');
    await page.goto(`/settings/trunks?open=${id}`);
    const form = page.getByRole('dialog');
    await form.getByLabel(words.encryption, { exact: true }).selectOption('required');
    await form.getByRole('button', { name: words.save, exact: true }).click();
    await form.getByText(words.needsTls).first().waitFor();
    await form.getByLabel(words.lookup, { exact: true }).selectOption('srv');
    await form.getByLabel(words.transport, { exact: true }).selectOption('tls');
    await looksRight(page, view, 'trunk-lookup');
    await form.getByRole('button', { name: words.save, exact: true }).click();
    await form.waitFor({ state: 'detached' });
    const found = await eventually('the servers to be found', async () => {
      const trunk = await trunkOf(id);
      return trunk.state?.targets?.length === 2 ? trunk : null;
    });
    expect(found).toMatchObject({ lookup: 'srv', transport: 'tls', encryption: 'required' });
    await page.goto(`/settings/trunks?open=${id}`);
    await form.getByText(words.servers).waitFor();
    for (const said of ['gate-1.carrier.test', 'TLS 127.0.0.42:5061']) await form.getByText(said).waitFor();
    await looksRight(page, view, 'trunk-servers');

    await admin.send('DELETE', `/trunks/${id}`);
    await page.goto('/settings/history');
    await page.getByRole('button', { name: words.back }).first().click();
    await page.getByLabel(words.password, { exact: true }).fill(account.password);
    await looksRight(page, view, 'restore-asks');
    await page.getByRole('button', { name: words.bring, exact: true }).click();
    await page.getByText(words.restored).waitFor();
    expect(await trunkOf(id)).toMatchObject({ lookup: 'srv', encryption: 'required', account: { username: 'acme', register: false } });
    await close();
  });

  test('a phone’s encryption is chosen at its agent', async () => {
    const { items } = await admin.get('/users');
    const user = items.find((each: { email: string }) => each.email === 'agent1@demo.test');
    const { page, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'admin@demo.test');
    await page.goto(`/settings/users?open=${user.id}`);
    const chosen = view.language === 'en' ? 'required' : 'offered';
    const choice = page.getByRole('dialog').getByLabel(`${words.encryption}: agent1`, { exact: true });
    await choice.selectOption(chosen);
    await choice.scrollIntoViewIfNeeded();
    await looksRight(page, view, 'phone-encryption');
    await eventually('it to be kept', async () => {
      const device = (await admin.get('/devices')).items.find((each: { username: string }) => each.username === 'agent1');
      return device.encryption === chosen ? true : null;
    });
    await close();
  });
});
