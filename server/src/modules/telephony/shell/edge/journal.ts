// The edge's journal on disk: each fact is appended before it is told, so that a crash of anything loses none of them.
import fs from 'node:fs';
import path from 'node:path';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { applyLine, checkpointOf, emptyJournal, type JournalLine, type JournalState } from '../../core/journal.ts';

export type Journal = {
  /** Appends a fact; returns its number. The bytes are with the operating system when it returns. */
  append(fact: EdgeFact): number;
  acknowledge(n: number): void;
  /** Facts after the last acknowledged one, in order. */
  pending(): { n: number; fact: EdgeFact }[];
  /** What was open when the process before this one ended. */
  readonly left: Pick<JournalState, 'legs' | 'recordings'>;
  close(): void;
};

/** Acknowledged facts hold callers' numbers, which are core's to keep or erase: they leave the file this soon. */
const COMPACT_MS = 10_000;
/** A power cut may cost what the operating system had not written yet: it is told to write this often. */
const SYNC_MS = 200;

export function openJournal(folder: string): Journal {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'journal.ndjson');
  const { state, waiting } = load(file);
  const left = { legs: new Map(state.legs), recordings: new Map(state.recordings) };
  let fd = begin(file, state, waiting);
  let dirty = false;
  let stale = false;

  const write = (line: JournalLine): void => {
    fs.writeSync(fd, `${JSON.stringify(line)}\n`);
    dirty = true;
    applyLine(state, line);
  };
  const sync = setInterval(() => {
    if (!dirty) return;
    dirty = false;
    fs.fdatasync(fd, () => undefined);
  }, SYNC_MS);
  sync.unref();
  const compact = setInterval(() => {
    if (!stale) return;
    stale = false;
    fs.closeSync(fd);
    fd = begin(file, state, waiting);
  }, COMPACT_MS);
  compact.unref();

  return {
    left,
    append(fact) {
      const n = state.next;
      write({ n, fact });
      waiting.push({ n, fact });
      return n;
    },
    acknowledge(n) {
      if (n <= state.acknowledged) return;
      write({ ack: n });
      while (waiting[0] && waiting[0].n <= n) waiting.shift();
      stale = true;
    },
    pending: () => [...waiting],
    close() {
      clearInterval(sync);
      clearInterval(compact);
      fs.fdatasyncSync(fd);
      fs.closeSync(fd);
    },
  };
}

function load(file: string): { state: JournalState; waiting: { n: number; fact: EdgeFact }[] } {
  const state = emptyJournal();
  let waiting: { n: number; fact: EdgeFact }[] = [];
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  for (const raw of text.split('\n')) {
    if (raw === '') continue;
    let line: JournalLine;
    try {
      line = JSON.parse(raw) as JournalLine;
    } catch {
      break; // a line torn by the crash: it was never told to anybody
    }
    applyLine(state, line);
    if ('fact' in line) waiting.push({ n: line.n, fact: line.fact });
    else waiting = waiting.filter((fact) => fact.n > state.acknowledged);
  }
  return { state, waiting };
}

/** Writes checkpoint and unacknowledged facts to a new file and puts it in the old one's place. */
function begin(file: string, state: JournalState, waiting: { n: number; fact: EdgeFact }[]): number {
  const fresh = `${file}.new`;
  const lines: JournalLine[] = [checkpointOf(state), ...waiting];
  const fd = fs.openSync(fresh, 'w', 0o600);
  fs.writeSync(fd, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  fs.fdatasyncSync(fd);
  fs.renameSync(fresh, file);
  return fd;
}
