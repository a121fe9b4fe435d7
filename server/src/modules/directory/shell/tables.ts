// The directory's rows as Kysely sees them. jsonb columns are written as JSON text and come back parsed.
import type { Address } from '@tandem/contract/address.ts';
import type { DutyPlan } from '@tandem/contract/api/duties.ts';
import type { CallbackRules, FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { HoursOverride } from '@tandem/contract/api/hours.ts';
import type { DialRule, TrunkAccount, TrunkCaller, TrunkLookup } from '@tandem/contract/api/numbers.ts';
import type { MediaEncryption } from '@tandem/contract/media-encryption.ts';
import type { Opening } from '@tandem/contract/opening.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { ColumnType } from 'kysely';
import type { DutyPlanDoc } from './duty-plans.ts';
import type { Asking } from '../core/defaults.ts';

type Json<T> = ColumnType<T, string, string>;
type SkillNeed = { skill: `skl_${string}`; level: number };

export type DirectoryTables = {
  directory_queue: {
    tenant: string;
    id: `que_${string}`;
    key: string;
    name: Json<TenantText>;
    wrap_up_ms: number;
    wrap_up_more_ms: number;
    offer_timeout_ms: number;
    max_wait_ms: number | null;
    priority: number;
    sl_threshold_ms: number;
    sl_target: number;
    skills: Json<SkillNeed[]>;
    overflow: Json<{ queue: `que_${string}`; afterMs: number }[]>;
    max_waiting: number | null;
    record: boolean;
    announce_recording: boolean;
    music: string | null;
    auto_answer: boolean;
    asking: Json<Partial<Asking>>;
    callbacks: Json<Partial<CallbackRules>>;
    full_rules: Json<FullRule[]>;
  };
  directory_queue_member: { tenant: string; queue: `que_${string}`; agent: `agt_${string}`; position: number };
  directory_routing_rules: { tenant: string; rules: Json<RoutingRules> };
  directory_skill: { tenant: string; id: `skl_${string}`; key: string; name: Json<TenantText> };
  directory_agent_skill: { tenant: string; agent: `agt_${string}`; skill: `skl_${string}`; level: number };
  directory_hours: {
    tenant: string;
    id: `hrs_${string}`;
    key: string;
    name: Json<TenantText>;
    zone: string;
    week: Json<Opening['week']>;
    special: Json<Opening['special']>;
    override: ColumnType<HoursOverride | null, string | null, string | null>;
  };
  directory_number: {
    tenant: string;
    id: `num_${string}`;
    address: Json<Address>;
    address_key: string;
    label: string;
    flow: `flo_${string}` | null;
  };
  directory_trunk: {
    tenant: `tnt_${string}`;
    id: `trk_${string}`;
    name: string;
    addresses: Json<string[]>;
    host: string;
    port: number;
    country: string;
    rules: Json<DialRule[]>;
    priority: number;
    transport: 'udp' | 'tcp' | 'tls';
    checked: boolean;
    caller: Json<TrunkCaller>;
    account: ColumnType<TrunkAccount | null, string | null, string | null>;
    account_password_sealed: string | null;
    encryption: ColumnType<MediaEncryption, MediaEncryption | undefined, MediaEncryption>;
    lookup: ColumnType<TrunkLookup, TrunkLookup | undefined, TrunkLookup>;
  };
  directory_duty_plan: {
    tenant: `tnt_${string}`;
    id: `dty_${string}`;
    doc: Json<DutyPlanDoc>;
    state: DutyPlan['state'];
    /** Epoch ms. */
    due_at: number | null;
  };
  directory_device: {
    tenant: `tnt_${string}`;
    id: `dev_${string}`;
    username: string;
    agent: `agt_${string}` | null;
    password_sealed: string;
    kind: ColumnType<'phone' | 'browser', 'phone' | 'browser' | undefined, 'phone' | 'browser'>;
    /** A browser's: bigint, UTC epoch ms, as the driver gives it. */
    open_until: ColumnType<string | null, number | null | undefined, number | null>;
    rings_too: ColumnType<boolean, boolean | undefined, boolean>;
    encryption: ColumnType<MediaEncryption, MediaEncryption | undefined, MediaEncryption>;
  };
};
