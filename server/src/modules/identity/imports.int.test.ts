// Users imported through the real server: files as spreadsheets write them, a preview that changes nobody, all or nothing, and the way back.
import { deflateRawSync } from 'node:zlib';
import writeSheet from 'write-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emailOf, PASSWORD, setUp, type Answer, type Setup } from './test/setup.ts';

let s: Setup;
let token: string;
beforeAll(async () => {
  s = await setUp();
});
beforeEach(async () => {
  token = await s.token(emailOf('administrator'));
});
afterAll(() => s.close());

let n = 0;
const fresh = (): string => `person${++n}@one.test`;
const ask = (method: string, path: string, body?: unknown, as = token): Promise<Answer> =>
  s.call(method, path, { token: as, ...(body === undefined ? {} : { body }) });
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const preview = (content: string | Uint8Array, as = token): Promise<Answer> =>
  ask('POST', '/user-imports', { filename: 'people.csv', content: base64(content) }, as);
const apply = (id: string, rows: 'all' | 'good' = 'all', as = token): Promise<Answer> =>
  ask('POST', `/user-imports/${id}/apply`, { rows }, as);
const undo = (id: string): Promise<Answer> => ask('POST', `/user-imports/${id}/undo`);
const signIn = (email: string, password: string): Promise<Answer> => s.call('POST', '/sessions', { body: { email, password } });

async function userOf(email: string): Promise<any> {
  for (let cursor = ''; ;) {
    const { json } = await ask('GET', `/users?limit=200${cursor}`);
    const found = json.items.find((each: { email: string }) => each.email === email);
    if (found || json.nextCursor === null) return found ?? null;
    cursor = `&cursor=${json.nextCursor}`;
  }
}
async function applied(csv: string): Promise<{ id: string; invitations: { email: string; password: string }[] }> {
  const { json } = await preview(csv);
  const done = await apply(json.id);
  expect(done.status).toBe(200);
  return { id: json.id, invitations: done.json.invitations };
}

describe('files', () => {
  const email = 'reader@one.test';
  const row = { line: 2, email, name: '林梅', verdict: 'new' };
  const text = `邮箱,姓名,角色\r\n${email},林梅,坐席\r\n`;

  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    // 邮箱,姓名,角色 / 林梅 / 坐席 in GBK.
    ['GBK', Buffer.concat([gbk('d3cacfe42cd0d5c3fb2cbdc7c9ab0d0a'), Buffer.from(`${email},`), gbk('c1d6c3b72cd7f8cfaf0d0a')])],
    ['UTF-16 as Excel saves it', Buffer.from(`\uFEFF${text.replaceAll(',', '\t')}`, 'utf16le')],
    ['semicolons', Buffer.from(text.replaceAll(',', ';'))],
  ])('reads %s', async (_, bytes) => {
    const { status, json } = await preview(bytes);
    expect([status, json.rows[0]]).toEqual([201, { ...row, changes: [], reasons: [] }]);
  });

  it('reads a workbook, numbers and booleans in its cells too', async () => {
    const bytes = await writeSheet([
      [{ value: 'Name' }, { value: 'E-mail' }, { value: 'Takes work' }],
      [{ value: 4711, type: Number }, { value: email }, { value: true, type: Boolean }],
    ]).toBuffer();
    expect((await preview(bytes)).json.rows).toMatchObject([{ line: 2, email, name: '4711', verdict: 'new' }]);
  });

  it('hands out templates that it takes back, with nothing in them that a spreadsheet would reckon', async () => {
    for (const query of ['format=csv&language=en', 'format=csv&language=zh-CN', 'format=xlsx&language=en', 'format=xlsx&language=zh-CN']) {
      const answer = await fetch(`${s.server.base}/api/v1/user-imports/template?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([answer.status, (await preview(bytes)).json.counts]).toEqual([200, { new: 1, change: 0, same: 0, refused: 0 }]);
      if (query.includes('csv')) expect(Buffer.from(bytes).toString()).not.toMatch(/[,\n]"?[=+\-@]/);
    }
  });

  it('takes the mark off that keeps a text from being a formula', async () => {
    expect((await preview(`email,name\n${email},"'=1+1"\n`)).json.rows[0].name).toBe('=1+1');
  });

  it.each<[string, string | Uint8Array, number, string]>([
    ['no heading', 'a,b\nc,d\n', 422, 'user-import.columns'],
    ['a heading twice', 'email,邮箱,name\nc,d,e\n', 422, 'user-import.columns'],
    ['nobody', 'email,name\n\n', 422, 'user-import.empty'],
    ['a picture', Uint8Array.from([137, 80, 78, 71, 0, 0, 1, 2]), 422, 'user-import.unreadable'],
    ['half a workbook', Buffer.from('PK\u0003\u0004 and then nothing of the kind'), 422, 'user-import.unreadable'],
    ['an open quote', 'email,name\n"a@b.test,x\n', 422, 'user-import.unreadable'],
    [
      'too many people',
      `email,name\n${Array.from({ length: 2_001 }, (_, i) => `p${i}@one.test,P`).join('\n')}`,
      413,
      'user-import.too-large',
    ],
    ['too many bytes', `email,name\n${'x'.repeat(2_097_152)}`, 413, 'user-import.too-large'],
    ['a bomb', bomb(), 413, 'user-import.too-large'],
  ])('refuses %s', async (_, content, status, code) => {
    const { status: got, json } = await preview(content);
    expect([got, json.code]).toEqual([status, code]);
  });
});

it('changes nobody by a preview, and everybody by taking it over; the first passwords work', async () => {
  const [one, two] = [fresh(), fresh()];
  await ask('POST', '/users', { email: two, name: 'Old name', role: 'agent', password: PASSWORD });
  const { json } = await preview(`email,name,role,team\n${one},One,班长,Team\n${two},New name,,\n${emailOf('agent')},,,\n`);
  expect(json).toMatchObject({ state: 'previewed', counts: { new: 1, change: 1, same: 1, refused: 0 } });
  expect([await userOf(one), (await userOf(two)).name]).toEqual([null, 'Old name']);
  const done = await apply(json.id);
  expect(done.json.import).toMatchObject({ id: json.id, state: 'applied' });
  expect(done.json.invitations.map((each: any) => each.email)).toEqual([one]);
  expect(await userOf(one)).toMatchObject({ name: 'One', role: 'supervisor', agent: null });
  expect(await userOf(two)).toMatchObject({ name: 'New name', role: 'agent' });
  expect((await signIn(one, done.json.invitations[0].password)).status).toBe(201);
  expect((await signIn(two, PASSWORD)).status).toBe(201);
  expect((await apply(json.id)).json.code).toBe('user-import.wrong-state');
  const audit = await ask('GET', `/audit?object=${json.id}&limit=10`);
  expect(audit.json.items.map((each: any) => each.action)).toEqual(['user-import.apply', 'user-import.preview']);
});

it('takes all or nothing, or the good rows where that is wished', async () => {
  const [good, bad] = [fresh(), fresh()];
  const { json } = await preview(`email,name,role\n${good},Good,agent\n${bad},Bad,King\n`);
  expect(json.rows[1].reasons[0].text).toEqual({ en: 'There is no role "King".', 'zh-CN': '没有名为“King”的角色。' });
  expect((await apply(json.id)).json.code).toBe('user-import.refused-rows');
  expect(await userOf(good)).toBeNull();
  expect((await apply(json.id, 'good')).status).toBe(200);
  expect([(await userOf(good)).name, await userOf(bad)]).toEqual(['Good', null]);
});

it('refuses what is not what was shown any more', async () => {
  const email = fresh();
  const { json } = await preview(`email,name\n${email},Shown\n`);
  await ask('POST', '/users', { email, name: 'Quicker', role: 'agent', password: PASSWORD });
  expect((await apply(json.id)).json.code).toBe('user-import.outdated');
  expect((await userOf(email)).name).toBe('Quicker');
});

it('lets nobody give by a file what he may not give by the form', async () => {
  const permissions = [
    { action: 'users:read', scope: 'tenant' },
    { action: 'users:write', scope: 'tenant' },
  ];
  const { json: role } = await ask('POST', '/roles', { name: { en: 'Clerk' }, permissions });
  const [clerk, other] = [fresh(), fresh()];
  await ask('POST', '/users', { email: clerk, name: 'Clerk', role: role.id, password: PASSWORD });
  const his = await s.token(clerk);
  const { json } = await preview(
    `email,name,role\n${other},Other,administrator\n${emailOf('administrator')},Taken over,\n${fresh()},Fine,Clerk\n`,
    his,
  );
  expect(json.rows.map((row: any) => row.reasons.map((reason: any) => reason.code))).toEqual([['role-beyond'], ['person-beyond'], []]);
  // What an administrator previewed is held against what the one who takes it over may.
  const { json: above } = await preview(`email,name,role\n${other},Other,administrator\n`);
  expect((await apply(above.id, 'all', his)).json.code).toBe('user-import.outdated');
  expect(await userOf(other)).toBeNull();
  expect((await preview('email,name\na@b.test,A\n', await s.token(emailOf('supervisor')))).status).toBe(403);
});

it('ends the sessions of those whose rights it takes', async () => {
  const email = fresh();
  await ask('POST', '/users', { email, name: 'Was more', role: 'supervisor', password: PASSWORD });
  const his = await s.token(email);
  expect((await ask('GET', '/me', undefined, his)).status).toBe(200);
  await applied(`email,name,role\n${email},,agent\n`);
  expect((await ask('GET', '/me', undefined, his)).status).toBe(401);
});

describe('undo', () => {
  it('takes away whom it made and nobody used, and puts the others back as they were', async () => {
    const [made, was] = [fresh(), fresh()];
    await ask('POST', '/users', { email: was, name: 'Before', role: 'agent', password: PASSWORD });
    const { id } = await applied(`email,name,role,takes work\n${made},Made,,\n${was},After,supervisor,no\n`);
    const { status, json } = await undo(id);
    expect([status, json.removed, json.deactivated, json.putBack, json.import.state]).toEqual([200, 1, 0, 1, 'undone']);
    expect(await userOf(made)).toBeNull();
    const back = await userOf(was);
    expect([back.name, back.role, back.agent !== null, back.active]).toEqual(['Before', 'agent', true, true]);
    expect((await undo(id)).json.code).toBe('user-import.wrong-state');
    // The address is free again.
    expect((await preview(`email,name\n${made},Made\n`)).json.rows[0].verdict).toBe('new');
  });

  it('switches off whom history names: who signed in, and who was set up elsewhere', async () => {
    const [signed, queued, renewed, idle] = [fresh(), fresh(), fresh(), fresh()];
    const { id, invitations } = await applied(`email,name\n${[signed, queued, renewed, idle].map((email) => `${email},P`).join('\n')}\n`);
    await signIn(signed, invitations[0]!.password);
    s.inUse.add((await userOf(queued)).agent);
    await ask('PATCH', `/users/${(await userOf(renewed)).id}`, { password: 'another good secret' });
    const { json } = await undo(id);
    expect([json.removed, json.deactivated]).toEqual([1, 3]);
    for (const email of [signed, queued, renewed]) expect((await userOf(email)).active).toBe(false);
    expect((await signIn(signed, invitations[0]!.password)).status).toBe(401);
  });

  it('is refused, with who, where somebody was changed since; nothing is undone then', async () => {
    const [changed, other] = [fresh(), fresh()];
    const { id } = await applied(`email,name\n${changed},One\n${other},Two\n`);
    const user = await userOf(changed);
    await ask('PATCH', `/users/${user.id}`, { name: 'Somebody' });
    const refused = await undo(id);
    expect([refused.status, refused.json.code, refused.json.errors]).toEqual([
      409,
      'user-import.changed-since',
      [{ path: `/users/${user.id}`, message: 'Somebody' }],
    ]);
    expect((await userOf(other)).active).toBe(true);
    await ask('PATCH', `/users/${user.id}`, { name: 'One' });
    expect((await undo(id)).json.removed).toBe(2);
  });

  it('leaves an administrator', async () => {
    const tenantTwo = await s.token(emailOf('administrator', 'two'));
    const { json } = await preview(`email,name,role\n${emailOf('agent', 'two')},,administrator\n`, tenantTwo);
    await apply(json.id, 'all', tenantTwo);
    const promoted = (await signIn(emailOf('agent', 'two'), PASSWORD)).json.token;
    const { json: users } = await ask('GET', '/users', undefined, promoted);
    const first = users.items.find((each: any) => each.email === emailOf('administrator', 'two'));
    await ask('PATCH', `/users/${first.id}`, { role: 'agent' }, promoted);
    expect((await ask('POST', `/user-imports/${json.id}/undo`, undefined, promoted)).json.code).toBe('user.last-administrator');
    await ask('PATCH', `/users/${first.id}`, { role: 'administrator' }, promoted);
  });
});

it('carries two thousand people in one go, and back', async () => {
  const people = Array.from({ length: 2_000 }, (_, i) => `many${i}@one.test,Person ${i},Agent,Team`);
  const { id, invitations } = await applied(`email,name,role,team\n${people.join('\n')}\n`);
  expect(new Set(invitations.map(({ password }) => password)).size).toBe(2_000);
  expect((await signIn('many1999@one.test', invitations[1_999]!.password)).status).toBe(201);
  expect((await undo(id)).json).toMatchObject({ removed: 1_999, deactivated: 1 });
});

it('tells the imports of its own tenant, newest first', async () => {
  const { json } = await preview(`email,name\n${fresh()},Listed\n`);
  const { json: list } = await ask('GET', '/user-imports?limit=1');
  expect(list.items[0]).toMatchObject({ id: json.id, filename: 'people.csv', state: 'previewed', by: { name: 'administrator of one' } });
  const others = (await signIn(emailOf('administrator', 'two'), PASSWORD)).json.token;
  expect((await ask('GET', `/user-imports/${json.id}`, undefined, others)).json.code).toBe('user-import.not-found');
  expect((await apply(json.id, 'all', others)).json.code).toBe('user-import.not-found');
});

it('reads and changes the company, and says when it is set up', async () => {
  expect((await ask('GET', '/company')).json).toMatchObject({ name: 'Tenant one', language: 'en', zone: 'Asia/Shanghai', country: 'CN' });
  expect((await ask('PATCH', '/company', { zone: 'Mars/Base' })).json.errors[0].path).toBe('zone');
  const { json } = await ask('PATCH', '/company', { name: 'Acme', zone: 'Europe/Berlin', setUp: false });
  expect(json).toMatchObject({ name: 'Acme', zone: 'Europe/Berlin', setUpAt: null });
  const done = (await ask('PATCH', '/company', { setUp: true })).json.setUpAt;
  expect((await ask('PATCH', '/company', { setUp: true })).json.setUpAt).toBe(done);
  expect((await ask('GET', '/me')).json.tenantName).toBe('Acme');
});

function gbk(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** A ZIP of 60 kB that says it holds 10 bytes, and holds 60 MB. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(60_000_000));
  const name = Buffer.from('xl/workbook.xml');
  const local = Buffer.alloc(30);
  local.write('PK\u0003\u0004', 'latin1');
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.write('PK\u0001\u0002', 'latin1');
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}
