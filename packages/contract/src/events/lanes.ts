// Facts of emergency lanes: that one is proposed, opened, closed (stream = lane), and that a contact came through it (stream = interaction).
import { Type } from 'typebox';
import { SurgeSeen } from '../api/lanes.ts';
import { IdOf } from '../ids.ts';
import { defineEvent } from './define.ts';

const lane = { lane: IdOf('lan') };

/** A surge rule that asks first has found its reason. */
export const laneProposed = defineEvent('lane.proposed', 1, Type.Object({ ...lane, seen: SurgeSeen }));
/** `seen`: why it opened by itself; null where somebody opened it. What he gave as his reason stands beside the lane only: it may name people. */
export const laneOpened = defineEvent('lane.opened', 1, Type.Object({ ...lane, seen: Type.Union([SurgeSeen, Type.Null()]) }));
/** `dismissed`: it was proposed only. */
export const laneClosed = defineEvent('lane.closed', 1, Type.Object({ ...lane, dismissed: Type.Boolean() }));
/** From now on the contact carries the tag. `waiting`: it stood in line when the lane opened. */
export const laneEntered = defineEvent(
  'lane.entered',
  1,
  Type.Object({ ...lane, interaction: IdOf('int'), tag: Type.String(), priority: Type.Integer(), waiting: Type.Boolean() }),
);

export const LANE_EVENTS = [laneProposed, laneOpened, laneClosed, laneEntered] as const;
