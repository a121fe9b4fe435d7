// Roles: what users may do, in the words of the tenant. GET/POST /roles, PATCH/DELETE /roles/{id}.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { Permissions, RoleId, RoleName } from '../permissions.ts';
import { TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

export const Role = Type.Object({
  /** `agent`, `supervisor`, `administrator`, or the id of a made role. */
  id: RoleId,
  /** Null for the built-in ones: every screen has its own word for them. */
  name: nullable(TenantText),
  /** The built-in role that screens treat it as. */
  like: RoleName,
  builtIn: Type.Boolean(),
  permissions: Permissions,
  /** Users who have it. */
  users: Type.Integer(),
});
export type Role = Static<typeof Role>;
export const RolePage = PageOf(Role);

const fields = { name: TenantText, like: RoleName, permissions: Permissions };

export const NewRole = Type.Object(
  { id: Type.Optional(IdOf('rol')), name: fields.name, like: Type.Optional(fields.like), permissions: fields.permissions },
  { additionalProperties: false },
);
export type NewRole = Static<typeof NewRole>;

export const ChangeRole = Type.Object(
  { name: Type.Optional(fields.name), like: Type.Optional(fields.like), permissions: Type.Optional(fields.permissions) },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeRole = Static<typeof ChangeRole>;
