// The settings as their users work with them: a second factor set up and used, a role and an API key made, in both languages, wide and narrow.
import fs from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeAt } from '../kit/authenticator.ts';
import { launchBrowser, openView, signIn, type View } from '../kit/chromium.ts';
import { signIn as apiSignIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { expectAccessible, expectWhole } from './page-checks.ts';

const PASSWORD = 'correct horse battery';
let browser: Browser;
let tandem: Tandem;
let admin: Api;
let people = 0;

beforeAll(async () => {
  [browser, tandem] = await Promise.all([launchBrowser(), startTandem()]);
  admin = await apiSignIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await browser?.close();
  await tandem?.stop();
});

const views: View[] = [
  { language: 'en', scheme: 'light', width: 1280, height: 720 },
  { language: 'zh-CN', scheme: 'dark', width: 390, height: 844 },
];

const say = {
  en: {
    setUp: 'Set it up',
    next: 'Next',
    on: 'Switch on',
    kept: 'I have kept them',
    isOn: 'When you sign in, a code',
    code: 'Code',
    login: 'Sign in',
    newRole: 'New role',
    nameEn: 'Name in English',
    save: 'Save',
    see: 'See queues: Everything',
    newKey: 'New API key',
    name: 'Name',
    make: 'Make the key',
    keptIt: 'I have kept it',
    revoke: 'Revoke',
    revoked: 'Revoked',
    must: 'Set up the second step',
  },
  'zh-CN': {
    setUp: '开始设置',
    next: '下一步',
    on: '启用',
    kept: '我已保存',
    isOn: '登录时，输入密码后',
    code: '验证码',
    login: '登录',
    newRole: '新建角色',
    nameEn: '英文名称',
    save: '保存',
    see: '查看队列: 全部',
    newKey: '新建 API 密钥',
    name: '名称',
    make: '创建密钥',
    keptIt: '我已保存',
    revoke: '吊销',
    revoked: '已吊销',
    must: '设置第二步验证',
  },
} as const;

async function someone(role = 'agent'): Promise<string> {
  const email = `settings${++people}@demo.test`;
  await admin.send('POST', '/users', { email, name: `Person ${people}`, role, password: PASSWORD });
  return email;
}

/** The console tells of every 401: who is signed in is asked before anybody is. */
const unexpected = (complaint: string): boolean => !complaint.includes('status of 401');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A picture for whoever wants to look, where TANDEM_PICTURES names a folder. */
async function picture(page: Page, { language, scheme, width }: View, name: string): Promise<void> {
  const folder = process.env.TANDEM_PICTURES;
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}-${language}-${scheme}-${width}.png` });
}

async function looksRight(page: Page, view: View, name: string): Promise<void> {
  await picture(page, view, name);
  await expectAccessible(page);
  await expectWhole(page);
}

describe.each(views)('$language $scheme $width', (view) => {
  const words = say[view.language ?? 'en'];

  /** From the QR code's page to the recovery codes. Returns the secret. */
  async function enrol(page: Page): Promise<string> {
    const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '');
    await looksRight(page, view, 'scan');
    await page.getByLabel(words.code, { exact: true }).fill(codeAt(secret, -30));
    await button(page, words.on).click();
    await button(page, words.kept).waitFor();
    expect(await page.locator('ul li', { hasText: /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/ }).count()).toBe(10);
    await looksRight(page, view, 'codes');
    await button(page, words.kept).click();
    return secret;
  }

  test('somebody sets up a second step, and signs in with it', async () => {
    const email = await someone();
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, email, PASSWORD);
    await page.goto('/settings/security');
    await button(page, words.setUp).click();
    await page.locator('input[type=password]').fill(PASSWORD);
    await button(page, words.next).click();
    await page.locator('svg[role=img]').waitFor();
    const secret = await enrol(page);
    await page.getByText(words.isOn).waitFor();
    await looksRight(page, view, 'security');
    expect(complaints.filter(unexpected)).toEqual([]);
    await close();

    const again = await openView(browser, tandem.baseUrl, view);
    await again.page.goto('/login');
    await again.page.locator('input[name=email]').fill(email);
    await again.page.locator('input[name=password]').fill(PASSWORD);
    await again.page.keyboard.press('Enter');
    // The field has the focus; a wrong code does not cost the password.
    await again.page.locator('input[name=code]:focus').waitFor();
    await looksRight(again.page, view, 'second-step');
    await again.page.keyboard.type('000000');
    await again.page.keyboard.press('Enter');
    await again.page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await looksRight(again.page, view, 'wrong-code');
    await again.page.locator('input[name=code]').fill(codeAt(secret));
    await again.page.keyboard.press('Enter');
    await again.page.locator('nav').waitFor();
    await again.close();
  });

  test('an administrator makes a role and an API key, by keyboard too', async () => {
    const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
    await signIn(page, 'admin@demo.test');
    await page.goto('/settings/roles');
    await button(page, words.newRole).waitFor();
    await looksRight(page, view, 'roles');
    await button(page, words.newRole).click();
    const role = `Desk ${view.language} ${view.width} ${view.scheme}`;
    await page.getByLabel(words.nameEn).fill(role);
    const radio = page.getByRole('radio', { name: words.see, exact: true });
    await radio.focus();
    await page.keyboard.press('Space');
    expect(await radio.isChecked()).toBe(true);
    await looksRight(page, view, 'role');
    await button(page, words.save).click();
    await page.getByText(role, { exact: true }).waitFor();
    const made = (await admin.get('/roles')).items.find((each: any) => each.name?.en === role);
    expect(made.permissions).toEqual([{ action: 'queues:read', scope: 'tenant' }]);

    await page.goto('/settings/api-keys');
    await button(page, words.newKey).click();
    await page.getByLabel(words.name, { exact: true }).fill(`Wallboard ${view.language} ${view.width}`);
    await page.getByRole('radio', { name: words.see, exact: true }).check();
    await looksRight(page, view, 'new-key');
    await button(page, words.make).click();
    const secret = await page.locator('code', { hasText: /^tdk_/ }).innerText();
    await looksRight(page, view, 'key');
    const ask = () => fetch(`${tandem.baseUrl}/api/v1/queues`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await ask()).status).toBe(200);
    await button(page, words.keptIt).click();
    await page
      .getByRole('button', { name: new RegExp(`^${words.revoke}: Wallboard ${view.language} ${view.width}`) })
      .first()
      .click();
    await looksRight(page, view, 'keys');
    await button(page, words.revoke).click();
    // Not the one that an earlier view revoked.
    const row = page.getByRole('listitem').filter({ hasText: `Wallboard ${view.language} ${view.width}` });
    await row.getByText(words.revoked, { exact: true }).waitFor();
    expect((await ask()).status).toBe(401);
    expect(complaints.filter(unexpected)).toEqual([]);
    await close();
  });

  test('who must have a second step sets it up before anything else', async () => {
    const email = await someone();
    await admin.send('PUT', '/security-policy', { secondFactorRequired: true });
    try {
      const { page, complaints, close } = await openView(browser, tandem.baseUrl, view);
      await page.goto('/login');
      await page.locator('input[name=email]').fill(email);
      await page.locator('input[name=password]').fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: words.must }).waitFor();
      await looksRight(page, view, 'must');
      await page.goto('/interactions');
      await page.getByRole('heading', { name: words.must }).waitFor();
      await button(page, words.next).click();
      await page.locator('svg[role=img]').waitFor();
      await enrol(page);
      await page.locator('nav').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/interactions');
      expect(complaints.filter(unexpected)).toEqual([]);
      await close();
    } finally {
      await admin.send('PUT', '/security-policy', { secondFactorRequired: false });
    }
  });
});
