// Who stands in the line, with what a lane asks about them; nothing is read of callers where it asks nothing.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Contact, LaneDoc } from '../core/lane.ts';
import type { InLine, LanesPorts } from '../ports.ts';

export type Standing = InLine & Contact & { queue: QueueId };

export async function standing(
  ports: LanesPorts,
  tenant: TenantId,
  asks: Pick<LaneDoc, 'numbers' | 'levels'>,
  wanted: (one: InLine) => boolean,
): Promise<Standing[]> {
  const line = (await ports.line(tenant)).filter(wanted);
  const asked = asks.numbers.length > 0 || asks.levels.length > 0;
  const callers = asked
    ? await ports.callers(
        tenant,
        line.map(({ interaction }) => interaction),
      )
    : null;
  return line.map((one) => {
    const { number = null, level = null } = callers?.get(one.interaction) ?? {};
    // What a call-back is called from is no number that somebody called.
    return { ...one, number: one.callback ? null : number, level };
  });
}
