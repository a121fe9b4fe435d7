// Every id prefix in Tandem, with the branded type and schema that go with it. An id is `<prefix>_<UUIDv7>`.
import { Type, type TUnsafe } from 'typebox';

export const ID_PREFIXES = {
  tnt: 'tenant',
  sit: 'site',
  tem: 'team',
  usr: 'user',
  agt: 'agent (a user in his role of taking work)',
  ses: 'session',
  aud: 'audit entry',
  cus: 'customer',
  cid: 'customer identity',
  int: 'interaction',
  seg: 'segment of an interaction',
  cal: 'call: the media room that legs of one interaction share',
  leg: 'leg: one SIP dialog of a call',
  wrk: 'work item: what waits in a queue',
  off: 'offer of a work item to one agent',
  que: 'queue',
  skl: 'skill',
  num: 'number',
  dev: 'device',
  trk: 'trunk',
  flo: 'flow',
  flv: 'flow version',
  run: 'flow run',
  rec: 'recording',
  mrk: 'mark in a recording',
  prm: 'prompt',
  blb: 'blob',
  evt: 'event',
  cmd: 'command',
  key: 'API key',
  rol: 'role',
  hrs: 'opening hours',
  mat: 'matter',
  cnv: 'conversation',
  msg: 'message of a conversation',
  cht: 'chat site: a web page’s chat',
  vis: 'visitor of a chat site: one browser',
  vml: 'voicemail',
  thr: 'threshold of a live measure',
  alm: 'alarm',
  blk: 'act on many things at once',
  dty: 'plan of what agents serve for a time',
  wbd: 'wallboard',
  imp: 'import of users',
  lan: 'emergency lane',
  wif: 'what-if run: a day played under other rules',
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;
export type Id<P extends IdPrefix> = `${P}_${string}`;

export type TenantId = Id<'tnt'>;
export type SiteId = Id<'sit'>;
export type TeamId = Id<'tem'>;
export type UserId = Id<'usr'>;
export type AgentId = Id<'agt'>;
export type CustomerId = Id<'cus'>;
export type InteractionId = Id<'int'>;
export type CallId = Id<'cal'>;
export type LegId = Id<'leg'>;
export type WorkId = Id<'wrk'>;
export type OfferId = Id<'off'>;
export type QueueId = Id<'que'>;
export type DeviceId = Id<'dev'>;
export type TrunkId = Id<'trk'>;
export type FlowId = Id<'flo'>;
export type FlowVersionId = Id<'flv'>;
export type FlowRunId = Id<'run'>;
export type RecordingId = Id<'rec'>;
export type MarkId = Id<'mrk'>;
export type SegmentId = Id<'seg'>;
export type HoursId = Id<'hrs'>;
export type MatterId = Id<'mat'>;
export type ConversationId = Id<'cnv'>;
export type MessageId = Id<'msg'>;
export type ChatSiteId = Id<'cht'>;
export type VisitorId = Id<'vis'>;
export type VoicemailId = Id<'vml'>;
export type ThresholdId = Id<'thr'>;
export type AlarmId = Id<'alm'>;
export type WallboardId = Id<'wbd'>;
export type LaneId = Id<'lan'>;

export type ApiKeyId = Id<'key'>;

/** A UUIDv7 as a pattern. */
export const UUID_V7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** Schema of an id with the given prefix, e.g. `IdOf('int')`. */
export function IdOf<P extends IdPrefix>(prefix: P): TUnsafe<Id<P>> {
  return Type.Unsafe<Id<P>>({
    type: 'string',
    pattern: `^${prefix}_${UUID_V7}$`,
  });
}
