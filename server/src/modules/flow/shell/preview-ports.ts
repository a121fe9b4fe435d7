// What the preview of a way asks others: where a number leads, how the clock and the hours stand, what a line would do.
import type { PreviewQueue, PreviewRequest } from '@tandem/contract/api/preview.ts';
import type { FlowId, HoursId, Id, LaneId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Opening, OpenRange, OpenState } from '@tandem/contract/opening.ts';
import type { Mood } from '@tandem/contract/priority.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Need } from '../core/run.ts';
import type { FlowPorts } from '../ports.ts';

export type HoursReason = {
  state: OpenState;
  name: TenantText | null;
  overridden: boolean;
  special: number | null;
  day: TenantText | null;
  on: string;
  open: readonly OpenRange[];
};

/** `unsaved`: settings of that queue, or of another, that are tried. */
export type LineAsked = {
  queue: QueueId;
  priority: number;
  skills: Need[];
  topic?: string;
  mood?: Mood;
  level: string | null;
  unsaved: PreviewRequest['unsaved'];
};

export type PreviewPorts = Pick<FlowPorts, 'lanes' | 'recordingRule' | 'fullRules' | 'lookup'> & {
  /** The moment at which the company's clock shows it. */
  moment(tenant: TenantId, local: string): Promise<{ at: number; zone: string }>;
  /** Where the number leads; null where there is no such number, `flow` null where it leads nowhere. */
  number(tenant: TenantId, number: Id<'num'>): Promise<{ local: string; flow: FlowId | null } | null>;
  flowName(tenant: TenantId, flow: FlowId): Promise<TenantText>;
  laneNames(tenant: TenantId): Promise<ReadonlyMap<LaneId, TenantText>>;
  hours(tenant: TenantId, hours: HoursId | Opening, at: number): Promise<HoursReason | null>;
  /** Null where there is no such queue. */
  line(tenant: TenantId, asked: LineAsked): Promise<PreviewQueue | null>;
};
