// People and their places: GET/POST /users, PATCH /users/{id}, GET/POST/PATCH /sites, GET/POST/PATCH/DELETE /teams, PUT /me/password.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { RoleId, RoleName } from '../permissions.ts';
import { At, Language } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const PersonName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
/** At least 10 characters; what is well known is refused by the server. */
const NewPassword = Type.String({ minLength: 10, maxLength: 256 });

export const User = Type.Object({
  id: IdOf('usr'),
  email: Type.String(),
  name: Type.String(),
  language: Language,
  /** The built-in role, or the one a made role is nearest to. */
  role: RoleName,
  roleId: RoleId,
  /** His sign-in has a second step. */
  secondFactor: Type.Boolean(),
  site: IdOf('sit'),
  team: nullable(IdOf('tem')),
  /** Set where the user takes work. */
  agent: nullable(IdOf('agt')),
  active: Type.Boolean(),
  createdAt: At,
});
export type User = Static<typeof User>;

export const UserQuery = Type.Intersect([PageQuery, Type.Object({ team: Type.Optional(IdOf('tem')), role: Type.Optional(RoleName) })]);
export const UserPage = PageOf(User);

export const CreateUser = Type.Object(
  {
    /** The caller may choose the id, so that a repeated command makes one user. */
    id: Type.Optional(IdOf('usr')),
    email: Email,
    name: PersonName,
    language: Type.Optional(Language),
    /** A built-in role, or the id of a made one; none that may more than the caller. */
    role: RoleId,
    site: Type.Optional(IdOf('sit')),
    team: Type.Optional(nullable(IdOf('tem'))),
    /** Whether the user takes work; true where left out and the role is agent. */
    takesWork: Type.Optional(Type.Boolean()),
    password: NewPassword,
  },
  { additionalProperties: false },
);
export type CreateUser = Static<typeof CreateUser>;

export const ChangeUser = Type.Object(
  {
    name: Type.Optional(PersonName),
    language: Type.Optional(Language),
    role: Type.Optional(RoleId),
    site: Type.Optional(IdOf('sit')),
    team: Type.Optional(nullable(IdOf('tem'))),
    takesWork: Type.Optional(Type.Boolean()),
    active: Type.Optional(Type.Boolean()),
    password: Type.Optional(NewPassword),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeUser = Static<typeof ChangeUser>;

export const ChangeOwnPassword = Type.Object(
  { present: Type.String({ maxLength: 256 }), next: NewPassword },
  { additionalProperties: false },
);

export const Site = Type.Object({ id: IdOf('sit'), name: Type.String(), /** IANA zone. */ zone: Type.String() });
export type Site = Static<typeof Site>;
export const SitePage = PageOf(Site);
const Zone = Type.String({ minLength: 1, maxLength: 60 });
export const CreateSite = Type.Object({ name: PersonName, zone: Zone }, { additionalProperties: false });
export type CreateSite = Static<typeof CreateSite>;
export const ChangeSite = Type.Partial(Type.Object({ name: PersonName, zone: Zone }), { additionalProperties: false, minProperties: 1 });
export type ChangeSite = Static<typeof ChangeSite>;

export const Team = Type.Object({ id: IdOf('tem'), name: Type.String(), site: IdOf('sit'), parent: nullable(IdOf('tem')) });
export type Team = Static<typeof Team>;
export const TeamPage = PageOf(Team);
export const CreateTeam = Type.Object(
  { id: Type.Optional(IdOf('tem')), name: PersonName, site: Type.Optional(IdOf('sit')), parent: Type.Optional(nullable(IdOf('tem'))) },
  { additionalProperties: false },
);
export type CreateTeam = Static<typeof CreateTeam>;
export const ChangeTeam = Type.Object({ name: PersonName }, { additionalProperties: false });
export type ChangeTeam = Static<typeof ChangeTeam>;
