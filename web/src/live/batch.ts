// Gathers the frames of a short while, so that a burst of events costs one reading and not fifty.
import type { Frame } from './connection.ts';

/** What a batch of frames touches: the streams by their id prefix. */
export type Touched = {
  interactions: ReadonlySet<string>;
  /** Those whom a contact's event names, too. */
  agents: ReadonlySet<string>;
  customers: ReadonlySet<string>;
  /** Messages were left or seen to. */
  voicemails: boolean;
  matters: boolean;
  /** A live measure crossed a limit or came back, a talk sounds badly or well again, somebody took an alarm. */
  alarms: boolean;
  config: boolean;
};

export function touchedBy(frames: readonly Frame[]): Touched {
  const interactions = new Set<string>();
  const agents = new Set<string>();
  const customers = new Set<string>();
  let voicemails = false;
  let matters = false;
  let alarms = false;
  let config = false;
  for (const { stream, type, data, version } of frames) {
    // What passes changes nothing that could be read anew.
    if (version === 0) continue;
    const agent = data['agent'];
    if (typeof agent === 'string') agents.add(agent);
    if (stream.startsWith('int_')) interactions.add(stream);
    else if (stream.startsWith('agt_')) agents.add(stream);
    else if (stream.startsWith('cus_')) customers.add(stream);
    if (type.startsWith('voicemail.')) voicemails = true;
    if (type.startsWith('matter.')) matters = true;
    if (type.startsWith('kpi.alarm-') || type.startsWith('alert.') || type.startsWith('call.quality-')) alarms = true;
    if (type === 'config.changed' || type === 'flow.published') config = true;
  }
  return { interactions, agents, customers, voicemails, matters, alarms, config };
}

/**
 * Hands over what came: `quietMs` after the first frame, then at most once per `everyMs`. With 20 requests a second to a session, a
 * screen that reads once per batch stays far below it in any storm.
 */
export function createBatcher(deliver: (frames: Frame[]) => void, quietMs: number, everyMs: number) {
  let waiting: Frame[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const flush = () => {
    timer = undefined;
    last = Date.now();
    const frames = waiting;
    waiting = [];
    deliver(frames);
  };
  return {
    add(frame: Frame) {
      waiting.push(frame);
      timer ??= setTimeout(flush, Math.max(quietMs, last + everyMs - Date.now()));
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}
