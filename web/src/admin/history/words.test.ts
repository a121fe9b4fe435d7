// A change in the reader's words.
import { expect, it } from 'vitest';
import { createInstance } from 'i18next';
import { en } from '../../app/i18n/en.ts';
import { zhCN } from '../../app/i18n/zh-CN.ts';
import { changeWords, titleOf, type Words } from './words.ts';

async function words(language: 'en' | 'zh-CN'): Promise<Words> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
  return { t: (key, options) => i18n.t(key, options ?? {}), language };
}
const names = { agt_1: 'Chen Jie', skl_1: { en: 'Billing', 'zh-CN': '账单' } };

it('names fields, and people and things by their names', async () => {
  const english = await words('en');
  expect(changeWords({ path: ['members'], removed: ['agt_1'], added: [] }, names, english)).toEqual({
    field: 'Agents',
    removed: 'Chen Jie',
  });
  expect(changeWords({ path: ['skills', 'skl_1', 'level'], before: 50, after: 60 }, names, english)).toEqual({
    field: 'Skills · Billing · level',
    before: '50',
    after: '60',
  });
  expect(changeWords({ path: ['skills', 'skl_1'], after: { skill: 'skl_1', level: 60 } }, names, await words('zh-CN'))).toEqual({
    field: '技能 · 账单',
    added: '级别 60',
  });
});

it('says values as people do', async () => {
  const english = await words('en');
  const said = (field: string, value: unknown) => changeWords({ path: [field], before: null, after: value }, names, english).after;
  expect([said('wrapUpMs', 45_000), said('maxWaitMs', 600_000), said('record', true), said('target', 0.85), said('music', null)]).toEqual([
    '45 s',
    '10 min',
    'Yes',
    '85 %',
    'None',
  ]);
  expect(said('week', [{ days: [1, 7], from: '09:00', to: '18:00' }])).toBe('09:00–18:00 Mon Sun');
  expect(said('permissions', [{ action: 'queues:read', scope: 'tenant' }])).toBe('See queues reach Everything');
  expect(said('comparison', 'at-least')).toBe('reached from below');
  expect(changeWords({ path: ['permissions', 'queues:write'], before: {}, after: {} }, names, english).field).toBe(
    'Permissions · Change queues',
  );
  expect(
    said(
      'members',
      Array.from({ length: 12 }, (_, n) => `agent ${n}`),
    ),
  ).toMatch(/agent 7, and 4 more$/);
});

it('calls a thing by its kind and name', async () => {
  expect(titleOf({ kind: 'number', name: 'ext:4001' }, await words('en'))).toBe('Number: 4001');
  expect(titleOf({ kind: 'skill', name: names.skl_1 }, await words('zh-CN'))).toBe('技能：账单');
  expect(titleOf({ kind: 'tenant', name: null }, await words('en'))).toBe('Company');
});
