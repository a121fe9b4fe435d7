// Identity's tables as Kysely sees them.
import type { RoleName } from '@tandem/contract/permissions.ts';
import type { AgentId, SiteId, TeamId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { ColumnType } from 'kysely';
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
  role: RoleName;
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
};
export type AuditRow = {
  id: `aud_${string}`;
  tenant: string;
  at: number;
  user_id: UserId | null;
  action: string;
  object: string | null;
  outcome: 'done' | 'denied' | 'failed';
  ip: string;
  details: ColumnType<Record<string, unknown>, string, never>;
};

export type Tables = {
  identity_tenant: TenantRow & { demo_access: ColumnType<DemoPasswords, undefined, DemoPasswords> };
  identity_site: SiteRow;
  identity_team: TeamRow;
  identity_user: UserRow;
  identity_agent: AgentRow;
  identity_session: SessionRow;
  identity_audit: AuditRow;
};
