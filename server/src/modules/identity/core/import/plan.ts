// What a file of users would do: each row against the people, teams, sites and roles there are now, by what the importer may give. Changes nobody.
import type { ImportColumn, ImportReason, ImportRow } from '@tandem/contract/api/imports.ts';
import type { SiteId, TeamId, UserId } from '@tandem/contract/ids.ts';
import type { Permission, RoleId, RoleName } from '@tandem/contract/permissions.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { beyond, named, type Held } from '../grants.ts';
import { isNone, languageOf, plain, ROLE_WORDS, yesOrNo } from './columns.ts';
import { reason } from './reasons.ts';

/** One row as it stands in the file; a column the file has not is left out. */
export type Cells = { line: number } & Partial<Record<ImportColumn, string>>;

/** What an import can set of a user. */
export type Profile = {
  name: string;
  role: RoleId;
  team: TeamId | null;
  site: SiteId;
  language: Language;
  takesWork: boolean;
  active: boolean;
};
export type Person = Profile & { id: UserId; email: string };
export type RoleChoice = { id: RoleId; name: TenantText | null; like: RoleName; permissions: readonly Permission[] };

export type World = {
  people: ReadonlyMap<string, Person>;
  /** Addresses that people of other tenants sign in with. */
  taken: ReadonlySet<string>;
  teams: readonly { id: TeamId; name: string; site: SiteId }[];
  sites: readonly { id: SiteId; name: string }[];
  roles: readonly RoleChoice[];
  /** All who are administrators and active now. */
  administrators: readonly UserId[];
  held: Held;
  self: UserId;
  /** Of somebody new, where the file says nothing. */
  defaults: { site: SiteId; language: Language };
};

/** `after`: as the user would be; null where the row is refused. `person`: who he is already. */
export type Planned = ImportRow & { person: Person | null; after: (Profile & { email: string }) | null };

const FIELDS = ['name', 'role', 'team', 'site', 'language', 'takesWork', 'active'] as const;

export function planImport(rows: readonly Cells[], world: World): Planned[] {
  const lines = new Map<string, number>();
  const planned = rows.map((cells) => planRow(cells, world, lines));
  return keepAnAdministrator(planned, world);
}

function planRow(cells: Cells, world: World, lines: Map<string, number>): Planned {
  const reasons: ImportReason[] = [];
  const refuse = (...told: Parameters<typeof reason>): null => {
    reasons.push(reason(...told));
    return null;
  };
  const email = readEmail(cells.email ?? '', world, lines, cells.line, refuse);
  const person = world.people.get(email) ?? null;
  const name = cells.name?.trim() ?? '';
  if (name === '' && person === null) refuse('name-missing');
  if ([...name].length > 100 || /\p{Cc}/u.test(name)) refuse('name-invalid');
  const role = readRole(cells.role ?? '', person, world, refuse);
  const { site, team } = readPlace(cells, person, world, refuse);
  const language = read(cells.language, languageOf, (value) => refuse('language-unknown', value));
  const takesWork = read(cells.takesWork, yesOrNo, (value) => refuse('takes-work-unknown', value));
  const active = read(cells.active, yesOrNo, (value) => refuse('active-unknown', value));
  if (active === false && person === null) refuse('new-inactive');
  if (active === false && person?.id === world.self) refuse('self-inactive');

  const roleId = role?.id ?? person?.role ?? 'agent';
  const after = {
    email,
    name: name === '' ? (person?.name ?? '') : name,
    role: roleId,
    team: team === undefined ? (person?.team ?? null) : team,
    site: site ?? person?.site ?? world.defaults.site,
    language: language ?? person?.language ?? world.defaults.language,
    takesWork: takesWork ?? person?.takesWork ?? likeOf(roleId, world) === 'agent',
    active: active ?? person?.active ?? true,
  };
  const changed = person === null ? [] : FIELDS.filter((field) => person[field] !== after[field]);
  if (person !== null && changed.length > 0 && beyond(world.held, permissionsOf(person.role, world)).length > 0) refuse('person-beyond');
  const refused = reasons.length > 0;
  return {
    line: cells.line,
    email,
    name: after.name,
    verdict: refused ? 'refused' : person === null ? 'new' : changed.length > 0 ? 'change' : 'same',
    changes:
      refused || person === null
        ? []
        : changed.map((column) => ({ column, from: shown(column, person, world), to: shown(column, after, world) })),
    reasons,
    person,
    after: refused ? null : after,
  };
}

type Refuse = (...told: Parameters<typeof reason>) => null;

function readEmail(cell: string, world: World, lines: Map<string, number>, line: number, refuse: Refuse): string {
  const email = cell.normalize('NFKC').trim().toLowerCase();
  if (email === '') refuse('email-missing');
  // As the API takes it of a form.
  else if (email.length < 3 || email.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(email) || /\p{Cc}/u.test(email))
    refuse('email-invalid', email);
  else if (lines.has(email)) refuse('email-twice', String(lines.get(email)));
  else if (world.taken.has(email)) refuse('email-taken');
  if (email !== '' && !lines.has(email)) lines.set(email, line);
  return email.slice(0, 254);
}

/** Nothing where the cell is empty; what it says; else the refusal. */
function read<T>(cell: string | undefined, meaning: (cell: string) => T | null, otherwise: (cell: string) => null): T | null {
  const text = cell?.trim() ?? '';
  return text === '' ? null : (meaning(text) ?? otherwise(text));
}

const wordsOf = ({ id, name, like }: RoleChoice): string[] => [id, ...Object.values(name ?? ROLE_WORDS[like])].map((word) => plain(word));
const permissionsOf = (id: RoleId, { roles }: World): readonly Permission[] => roles.find((role) => role.id === id)?.permissions ?? [];
const likeOf = (id: RoleId, { roles }: World): RoleName => roles.find((role) => role.id === id)?.like ?? 'agent';

function readRole(cell: string, person: Person | null, world: World, refuse: Refuse): RoleChoice | null {
  // Who is new and of no role is an agent, which not everybody may make either.
  const text = cell.trim() === '' && person === null ? 'agent' : cell.trim();
  if (text === '') return null;
  const found = world.roles.filter((role) => wordsOf(role).includes(plain(text)));
  if (found.length === 0) return refuse('role-unknown', text);
  if (found.length > 1) return refuse('role-ambiguous', text);
  const [role] = found as [RoleChoice];
  if (role.id === person?.role) return role;
  const more = beyond(world.held, role.permissions);
  if (more.length === 0) return role;
  const some = named(more.slice(0, 2)).join(', ');
  return refuse('role-beyond', more.length > 2 ? `${some}, …` : some);
}

/** `team`: undefined where the file says nothing of it. */
function readPlace(
  cells: Cells,
  person: Person | null,
  { teams, sites }: World,
  refuse: Refuse,
): { site: SiteId | null; team: TeamId | null | undefined } {
  const [siteText, teamText] = [cells.site?.trim() ?? '', cells.team?.trim() ?? ''];
  const site = sites.find((each) => each.id === siteText || plain(each.name) === plain(siteText)) ?? null;
  if (siteText !== '' && site === null) refuse('site-unknown', siteText);
  if (teamText === '') return { site: site?.id ?? null, team: undefined };
  if (isNone(teamText)) return { site: site?.id ?? null, team: null };
  const named = teams.filter((each) => each.id === teamText || plain(each.name) === plain(teamText));
  const wanted = site?.id ?? person?.site;
  const there = named.length > 1 ? named.filter((each) => each.site === wanted) : named;
  if (named.length === 0) refuse('team-unknown', teamText);
  else if (there.length !== 1) refuse('team-ambiguous', teamText);
  return { site: site?.id ?? null, team: there[0]?.id };
}

/** A value as people read it, in no language: names, and words both tell apart. */
function shown(column: (typeof FIELDS)[number], of: Profile, { roles, teams, sites }: World): string {
  switch (column) {
    case 'role': {
      const name = roles.find((role) => role.id === of.role)?.name;
      return name?.en ?? name?.['zh-CN'] ?? of.role;
    }
    case 'team':
      return teams.find((team) => team.id === of.team)?.name ?? '';
    case 'site':
      return sites.find((site) => site.id === of.site)?.name ?? '';
    case 'takesWork':
    case 'active':
      return of[column] ? 'yes' : 'no';
    case 'name':
    case 'language':
      return of[column];
  }
}

/** Where all of them together would leave the tenant without an administrator, none of those rows is taken. */
function keepAnAdministrator(planned: readonly Planned[], { administrators }: World): Planned[] {
  const isOne = (profile: Profile | null): boolean => profile?.role === 'administrator' && profile.active;
  const lost = planned.filter(({ person, after }) => after !== null && person !== null && isOne(person) && !isOne(after));
  const won = planned.filter(({ person, after }) => isOne(after) && !isOne(person));
  if (lost.length === 0 || administrators.length - lost.length + won.length > 0) return [...planned];
  return planned.map((row) =>
    lost.includes(row)
      ? { ...row, verdict: 'refused', changes: [], reasons: [...row.reasons, reason('last-administrator')], after: null }
      : row,
  );
}
