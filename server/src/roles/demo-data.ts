// Who and what the demo tenant is made of. All people, numbers and orders are invented.
import type { NewHours } from '@tandem/contract/api/hours.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';

/** `phone`: his SIP device, where he has one beside the agents; he serves no queue. */
type DemoPerson = { email: string; name: string; language: Language; role: RoleName; team: 'support' | 'sales' | null; phone?: string };

const AGENT_NAMES = ['Li Na', 'Zhang Wei', 'Chen Jie', 'Emma Clarke', 'Liu Yang', 'Noah Fischer', 'Zhao Min', 'Olivia Hart'];

export const PEOPLE: readonly DemoPerson[] = [
  { email: 'admin@demo.test', name: 'Ada Admin', language: 'en', role: 'administrator', team: null },
  { email: 'supervisor@demo.test', name: 'Sun Supervisor', language: 'en', role: 'supervisor', team: null, phone: 'supervisor' },
  ...AGENT_NAMES.map((name, i): DemoPerson => ({
    email: `agent${i + 1}@demo.test`,
    name,
    language: i % 2 === 0 ? 'zh-CN' : 'en',
    role: 'agent',
    team: i < 4 ? 'support' : 'sales',
  })),
];

/** Skills of agent1 to agent8, with levels. */
export const SKILLS_OF: readonly (readonly (readonly ['zh' | 'en' | 'billing' | 'tech', number])[])[] = [
  [
    ['zh', 90],
    ['en', 60],
    ['billing', 80],
  ],
  [
    ['zh', 85],
    ['en', 70],
    ['tech', 75],
  ],
  [
    ['zh', 90],
    ['en', 50],
    ['billing', 60],
    ['tech', 60],
  ],
  [
    ['en', 95],
    ['tech', 90],
  ],
  [
    ['zh', 95],
    ['en', 40],
    ['billing', 70],
  ],
  [
    ['en', 90],
    ['billing', 85],
  ],
  [
    ['zh', 80],
    ['en', 80],
  ],
  [
    ['en', 95],
    ['billing', 50],
  ],
];

export const CUSTOMERS: readonly { e164: string; name: string; level: string; language: Language; tags: string[] }[] = [
  { e164: '+8613800138001', name: '王芳', level: 'platinum', language: 'zh-CN', tags: ['vip'] },
  { e164: '+8613800138002', name: '李伟', level: 'gold', language: 'zh-CN', tags: [] },
  { e164: '+8613800138003', name: '张敏', level: 'standard', language: 'zh-CN', tags: ['new'] },
  { e164: '+8613800138004', name: '刘洋', level: 'standard', language: 'zh-CN', tags: [] },
  { e164: '+442079460001', name: 'Grace Turner', level: 'gold', language: 'en', tags: [] },
  { e164: '+442079460002', name: 'Henry Wood', level: 'standard', language: 'en', tags: [] },
  { e164: '+12025550101', name: 'Mia Lopez', level: 'platinum', language: 'en', tags: ['vip'] },
  { e164: '+12025550102', name: 'Jack Reed', level: 'standard', language: 'en', tags: ['complaint'] },
];

/** One number, two people: who calls must be asked. */
export const HOUSEHOLD: { e164: string; family: readonly { name: string; level: string; language: Language; tags: string[] }[] } = {
  e164: '+862165430021',
  family: [
    { name: '陈静', level: 'gold', language: 'zh-CN', tags: [] },
    { name: '陈浩', level: 'standard', language: 'zh-CN', tags: ['new'] },
  ],
};

const PRODUCTS = ['Kettle', 'Desk lamp', 'Backpack', 'Headphones', 'Coffee grinder'] as const;
const STATUSES = ['placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'] as const;

/** Orders 1001 to 1020 of the demo's order table. */
export const ORDERS = Array.from({ length: 20 }, (_unused, i) => ({
  key: String(1001 + i),
  value: {
    order: String(1001 + i),
    status: STATUSES[i % STATUSES.length]!,
    product: PRODUCTS[i % PRODUCTS.length]!,
    customer: CUSTOMERS[i % CUSTOMERS.length]!.name,
  },
}));

/** Weekdays, and the fixed holidays of China; only 4010 goes by them, so that the other numbers work at any hour. */
export const OFFICE_HOURS: NewHours = {
  key: 'office',
  name: { 'zh-CN': '办公时间', en: 'Office hours' },
  zone: 'Asia/Shanghai',
  week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  special: [
    { on: { rule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1' }, name: { 'zh-CN': '元旦', en: 'New Year' }, holiday: true, open: [] },
    { on: { rule: 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1' }, name: { 'zh-CN': '劳动节', en: 'Labour Day' }, holiday: true, open: [] },
    { on: { rule: 'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1,2,3' }, name: { 'zh-CN': '国庆节', en: 'National Day' }, holiday: true, open: [] },
  ],
};

/** The chat of the demo page. Its key is known, as the passwords are. */
export const CHAT = {
  key: 'tandem-demo-chat-site1',
  site: {
    name: { 'zh-CN': '演示商店', en: 'Demo shop' },
    greeting: { 'zh-CN': '您好，请问有什么可以帮您？', en: 'Hello, how can we help?' },
    colour: '#1355ff',
    origins: [],
  },
};
