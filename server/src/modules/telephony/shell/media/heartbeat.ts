// A media thread's heartbeat in memory that the pool sees too: its ticks are counted there, and its number at the system is noted.
import fs from 'node:fs';
import { beginWatch, isHung, look, LOOK_EVERY_MS } from '../../core/media-watch.ts';

const TICKS = 0;
const THREAD = 1;
/** USER_HZ of Linux, the same on every architecture Node runs on. */
const MS_PER_CLOCK_TICK = 10;

export function createHeartbeat(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** In the thread itself: the function is to be called at every tick. */
export function startHeart(heartbeat: SharedArrayBuffer): () => void {
  const memory = new Int32Array(heartbeat);
  try {
    Atomics.store(memory, THREAD, Number(fs.readlinkSync('/proc/thread-self').split('/').at(-1)));
  } catch {
    // No Linux: it is judged by its ticks alone.
  }
  return () => void Atomics.add(memory, TICKS, 1);
}

export type HeartWatch = {
  /** The thread made ticks once, and none since the look before the last. */
  readonly mute: boolean;
  end(): void;
};

/** From outside: calls `hung` once, when the thread has made no tick for so many ms that it could have made some in. */
export function watchHeart(heartbeat: SharedArrayBuffer, hung: (silentMs: number) => void): HeartWatch {
  const memory = new Int32Array(heartbeat);
  let watch = beginWatch(performance.now());
  const timer = setInterval(() => {
    const ticks = Atomics.load(memory, TICKS);
    const thread = ticks === watch.ticks ? threadState(Atomics.load(memory, THREAD)) : null;
    watch = look(watch, { atMs: performance.now(), ticks, thread });
    if (!isHung(watch)) return;
    clearInterval(timer);
    hung(Math.round(watch.silentMs));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    get mute() {
      return watch.ticks > 0 && watch.silentMs > 0;
    },
    end: () => clearInterval(timer),
  };
}

/** proc_pid_task_stat(5): its state, and user and system time; null where the system does not tell. */
function threadState(thread: number): { sleeps: boolean; ranMs: number } | null {
  if (thread === 0) return null;
  try {
    const stat = fs.readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { sleeps: fields[0] === 'S', ranMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_CLOCK_TICK };
  } catch {
    return null;
  }
}
