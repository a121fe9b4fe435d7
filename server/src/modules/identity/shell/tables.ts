// Identity's tables as Kysely sees them.
import type { ImportRow, UserImport } from '@tandem/contract/api/imports.ts';
import type { Permission, RoleName } from '@tandem/contract/permissions.ts';
import type { AgentId, ApiKeyId, Id, SiteId, TeamId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { ColumnType, Generated } from 'kysely';
import type { Cells, Profile } from '../core/import/plan.ts';
import type { DemoPasswords } from './demo-access.ts';

export type TenantRow = {
  tenant: TenantId;
  key: string;
  name: string;
  zone: string;
  country: string;
  language: Language;
  created_at: number;
};
export type SiteRow = { id: SiteId; tenant: string; name: string; zone: string };
export type TeamRow = { id: TeamId; tenant: string; site: SiteId; parent: TeamId | null; name: string };
export type UserRow = {
  id: UserId;
  tenant: TenantId;
  email: string;
  name: string;
  language: Language;
  /** The built-in role, or what the made one is like. */
  role: RoleName;
  made_role: Id<'rol'> | null;
  site: SiteId;
  team: TeamId | null;
  password_hash: string;
  active: boolean;
  created_at: number;
};
export type AgentRow = { id: AgentId; tenant: string; user_id: UserId; active: boolean };
export type SessionRow = {
  id: string;
  tenant: TenantId;
  user_id: UserId;
  token_hash: string;
  created_at: number;
  seen_at: number;
  ended_at: number | null;
  ip: string;
  must_enrol: Generated<boolean>;
};
export type AuditRow = {
  id: `aud_${string}`;
  tenant: string;
  at: number;
  user_id: UserId | null;
  key_id: string | null;
  action: string;
  object: string | null;
  outcome: 'done' | 'denied' | 'failed';
  ip: string;
  details: ColumnType<Record<string, unknown>, string, never>;
};

export type RoleRow = {
  id: Id<'rol'>;
  tenant: string;
  name: Json<TenantText>;
  like_role: RoleName;
  permissions: Json<Permission[]>;
  created_at: number;
};
export type ApiKeyRow = {
  id: ApiKeyId;
  tenant: TenantId;
  name: string;
  key_hash: string;
  start: string;
  permissions: Json<Permission[]>;
  per_second: number | null;
  made_by: UserId;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
};
export type SecondFactorRow = {
  user_id: UserId;
  tenant: TenantId;
  secret: string;
  last_step: number;
  recovery_hashes: string[];
  created_at: number;
  confirmed_at: number | null;
};

/** One user as an import left him. `before`: null where it made him; `key` is then a digest of the password it gave. */
export type Imported = { user: UserId; before: Profile | null; after: Profile; key: string | null };
export type ImportRecord = {
  id: Id<'imp'>;
  tenant: TenantId;
  filename: string;
  made_by: UserId;
  state: Generated<UserImport['state']>;
  cells: Json<Cells[]>;
  ignored: string[];
  rows: Json<ImportRow[]>;
  done: ColumnType<Imported[], string | undefined, string>;
  created_at: number;
  applied_at: number | null;
  undone_at: number | null;
};

/** Written as text, read as what it says. */
type Json<T> = ColumnType<T, string, string>;

export type Tables = {
  identity_tenant: TenantRow & {
    demo_access: ColumnType<DemoPasswords, undefined, DemoPasswords>;
    second_factor_required: Generated<boolean>;
    set_up_at: number | null;
    embed_origins: ColumnType<string[], string | undefined, string>;
  };
  identity_site: SiteRow;
  identity_team: TeamRow;
  identity_user: UserRow;
  identity_agent: AgentRow;
  identity_session: SessionRow;
  identity_audit: AuditRow;
  identity_role: RoleRow;
  identity_api_key: ApiKeyRow;
  identity_second_factor: SecondFactorRow;
  identity_import: ImportRecord;
  identity_user_profile: { tenant: string; user_id: UserId; version: number; name: string; email: string };
};
