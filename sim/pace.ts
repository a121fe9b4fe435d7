// The beat of sent audio: one timer has each of many parties send every 20 ms, none drifting and none in step with another.
import { FRAME_MS } from '@tandem/rtp';

export type Pace = {
  /** Has `send` called every 20 ms; answers with what ends that. */
  join(send: () => void): () => void;
  stop(): void;
};

type Member = { dueAt: number; send(): void };

/** `everyMs`: how exactly the beat is kept; each look costs a turn of the event loop. */
export function createPace(everyMs = 10): Pace {
  const members = new Set<Member>();
  let joined = 0;
  const timer = setInterval(() => {
    // A late timer sends what it owes, so that streams keep their pace.
    for (const member of members) for (; member.dueAt <= performance.now(); member.dueAt += FRAME_MS) member.send();
  }, everyMs);
  return {
    join(send) {
      joined += 1;
      const member: Member = { send, dueAt: performance.now() + ((joined * 7.3) % FRAME_MS) };
      members.add(member);
      return () => members.delete(member);
    },
    stop: () => clearInterval(timer),
  };
}
