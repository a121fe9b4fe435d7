// What a list shows of a contact, kept beside the document: a page of fifty needs a few hundred bytes of each, not all that the log says of it.
import type { AgentId, QueueId, RecordingId } from '@tandem/contract/ids.ts';
import { agentOf, lastWrapUp, queueOf, stageOf, stateOf } from './derive.ts';
import type { Doc, Stage, State } from './doc.ts';

export type Head = Pick<Doc, 'channel' | 'direction' | 'customer' | 'local' | 'startedAt' | 'answeredAt' | 'endedAt' | 'cause'> & {
  state: State;
  stage: Stage;
  queue: QueueId | null;
  agent: AgentId | null;
  disposition: string | null;
  resolved: boolean | null;
  recordings: RecordingId[];
  tags?: string[];
};

export function headOf(doc: Doc): Head {
  const { channel, direction, customer, local, startedAt, answeredAt, endedAt, cause } = doc;
  const wrapUp = lastWrapUp(doc);
  return {
    channel,
    direction,
    customer,
    local,
    startedAt,
    answeredAt,
    endedAt,
    cause,
    state: stateOf(doc),
    stage: stageOf(doc),
    queue: queueOf(doc),
    agent: agentOf(doc),
    disposition: wrapUp?.disposition ?? null,
    resolved: wrapUp?.resolved ?? null,
    recordings: doc.recordings.map(({ id }) => id),
    ...(doc.tags && { tags: doc.tags }),
  };
}
