// What a file of users would do: headings and cells in both languages, each refusal, and that nobody gives more than he has.
import { expect, test } from 'vitest';
import type { SiteId, TeamId, UserId } from '@tandem/contract/ids.ts';
import type { Action, Scope } from '@tandem/contract/permissions.ts';
import { permissionsOf, scopeOf } from '../permissions.ts';
import { readHeads } from './columns.ts';
import { invitation, INVITATION_BYTES } from './invitation.ts';
import { planImport, type Cells, type Person, type RoleChoice, type World } from './plan.ts';

const id = (n: number) => `01990000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const site = (n: number): SiteId => `sit_${id(n)}`;
const team = (n: number): TeamId => `tem_${id(n)}`;
const user = (n: number): UserId => `usr_${id(n)}`;

const quality: RoleChoice = {
  id: `rol_${id(1)}`,
  name: { en: 'Quality', 'zh-CN': '质检' },
  like: 'supervisor',
  permissions: [{ action: 'recordings:listen', scope: 'tenant' }],
};
const ann: Person = {
  id: user(1),
  email: 'ann@a.test',
  name: 'Ann',
  role: 'agent',
  team: team(1),
  site: site(1),
  language: 'en',
  takesWork: true,
  active: true,
};
const boss: Person = { ...ann, id: user(2), email: 'boss@a.test', name: 'Boss', role: 'administrator', team: null, takesWork: false };

const world = (more: Partial<World> = {}): World => ({
  people: new Map([ann, boss].map((person) => [person.email, person])),
  taken: new Set(['else@b.test']),
  sites: [
    { id: site(1), name: 'Main' },
    { id: site(2), name: '上海' },
  ],
  teams: [
    { id: team(1), name: 'Sales', site: site(1) },
    { id: team(2), name: 'Night', site: site(1) },
    { id: team(3), name: 'Night', site: site(2) },
  ],
  roles: [
    { id: 'agent', name: null, like: 'agent', permissions: permissionsOf('agent') },
    { id: 'supervisor', name: null, like: 'supervisor', permissions: permissionsOf('supervisor') },
    { id: 'administrator', name: null, like: 'administrator', permissions: permissionsOf('administrator') },
    quality,
  ],
  administrators: [boss.id],
  held: (action) => scopeOf('administrator', action),
  self: boss.id,
  defaults: { site: site(1), language: 'zh-CN' },
  ...more,
});

const one = (cells: Partial<Cells>, more: Partial<World> = {}) => planImport([{ line: 2, ...cells }], world(more))[0]!;
const codes = (cells: Partial<Cells>, more: Partial<World> = {}) => one(cells, more).reasons.map(({ code }) => code);
const someone = { email: 'new@a.test', name: 'New' };

test('headings are known in both languages, in any width and case; others are told', () => {
  expect(readHeads(['E-MAIL', ' 姓名 ', 'Ｒｏｌｅ', '备注', '接听工作', ''])).toEqual({
    at: { email: 0, name: 1, role: 2, takesWork: 4 },
    ignored: ['备注'],
    twice: [],
  });
  expect(readHeads(['邮箱', 'email', 'name']).twice).toEqual(['email']);
});

test('somebody new gets what the file says, and what is usual where it says nothing', () => {
  expect(one(someone)).toMatchObject({
    verdict: 'new',
    after: { email: 'new@a.test', role: 'agent', team: null, site: site(1), language: 'zh-CN', takesWork: true, active: true },
  });
  expect(one({ ...someone, role: '班长', team: 'night', site: '上海', language: '英语' })).toMatchObject({
    verdict: 'new',
    after: { role: 'supervisor', team: team(3), site: site(2), language: 'en', takesWork: false },
  });
  expect(one({ ...someone, role: '质检', takesWork: '是' }).after).toMatchObject({ role: quality.id, takesWork: true });
});

test('of somebody who is there only what the file says is changed, and told', () => {
  expect(one({ email: ' ANN@a.test', name: '' })).toMatchObject({ verdict: 'same', changes: [] });
  expect(one({ email: 'ann@a.test', name: 'Anna', team: '-', active: '否' })).toMatchObject({
    verdict: 'change',
    changes: [
      { column: 'name', from: 'Ann', to: 'Anna' },
      { column: 'team', from: 'Sales', to: '' },
      { column: 'active', from: 'yes', to: 'no' },
    ],
  });
  expect(one({ email: 'ann@a.test', role: 'Agent', team: 'Sales', language: 'en', takesWork: 'yes' }).verdict).toBe('same');
});

test.each<[Partial<Cells>, string]>([
  [{ name: 'No address' }, 'email-missing'],
  [{ ...someone, email: 'no address' }, 'email-invalid'],
  [{ ...someone, email: 'else@b.test' }, 'email-taken'],
  [{ email: 'new@a.test' }, 'name-missing'],
  [{ ...someone, name: 'x'.repeat(101) }, 'name-invalid'],
  [{ ...someone, name: 'bell\u0007' }, 'name-invalid'],
  [{ ...someone, role: 'King' }, 'role-unknown'],
  [{ ...someone, team: 'Nobody' }, 'team-unknown'],
  [{ ...someone, team: 'Night' }, 'team-ambiguous'],
  [{ ...someone, site: 'Mars' }, 'site-unknown'],
  [{ ...someone, language: 'Klingon' }, 'language-unknown'],
  [{ ...someone, takesWork: 'perhaps' }, 'takes-work-unknown'],
  [{ ...someone, active: 'perhaps' }, 'active-unknown'],
  [{ ...someone, active: 'no' }, 'new-inactive'],
  [{ email: 'boss@a.test', active: 'no' }, 'self-inactive'],
])('refuses %j: %s', (cells, code) => {
  const row = one(cells);
  expect(row.verdict).toBe('refused');
  expect(row.after).toBeNull();
  expect(row.reasons.map((reason) => reason.code)).toContain(code);
  for (const { text } of row.reasons) expect([text.en, text['zh-CN']].every((words) => words !== '' && !words.includes('{'))).toBe(true);
});

test('an address stands once in a file: the second line names the first', () => {
  const [first, second] = planImport(
    [
      { line: 2, ...someone },
      { line: 3, email: 'NEW@a.test', name: 'Again' },
    ],
    world(),
  );
  expect(first!.verdict).toBe('new');
  expect(second!.reasons[0]!.text.en).toContain('line 2');
});

test('nobody gives more than he has, and nobody above him is changed', () => {
  // Holds what a supervisor does, and may write users.
  const held = (action: Action): Scope | null => (action === 'users:write' ? 'tenant' : scopeOf('supervisor', action));
  expect(codes({ ...someone, role: 'administrator' }, { held })).toEqual(['role-beyond']);
  expect(codes({ email: 'ann@a.test', role: '管理员' }, { held })).toEqual(['role-beyond']);
  expect(codes({ email: 'boss@a.test', name: 'Taken over' }, { held, self: user(9) })).toEqual(['person-beyond']);
  expect(one({ email: 'boss@a.test', name: 'Boss' }, { held }).verdict).toBe('same');
  expect(one({ ...someone, role: 'supervisor' }, { held }).verdict).toBe('new');
  // Even an agent holds more than somebody who may only write users.
  const little = (action: Action): Scope | null => (action === 'users:write' ? 'tenant' : null);
  expect(codes(someone, { held: little })).toEqual(['role-beyond']);
});

test('an administrator is left: rows that would take the last ones away are refused, unless another comes', () => {
  const demote: Cells = { line: 2, email: 'boss@a.test', role: 'agent' };
  const other = { self: user(9) };
  expect(planImport([demote], world(other)).map(({ verdict }) => verdict)).toEqual(['refused']);
  const promote: Cells = { line: 3, email: 'ann@a.test', role: 'administrator' };
  expect(planImport([demote, promote], world(other)).map(({ verdict }) => verdict)).toEqual(['change', 'change']);
  expect(planImport([demote], world({ ...other, administrators: [boss.id, user(8)] })).map(({ verdict }) => verdict)).toEqual(['change']);
});

test('a first password is sixteen letters of chance, in fours', () => {
  const bytes = Uint8Array.from({ length: INVITATION_BYTES }, (_, i) => (i * 37) % 256);
  expect(invitation(bytes)).toMatch(/^([2-9a-hjkmnp-tv-z]{4}-){3}[2-9a-hjkmnp-tv-z]{4}$/);
  expect(invitation(new Uint8Array(INVITATION_BYTES).fill(255))).toHaveLength(19);
  expect(invitation(bytes)).not.toBe(invitation(bytes.toReversed()));
});
