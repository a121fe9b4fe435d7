// The edge's journal on disk: each fact is appended before it is told, so that a crash of anything loses none of them.
import fs from 'node:fs';
import path from 'node:path';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { applyLine, checkpointOf, emptyJournal, firstNumber, type JournalLine, type JournalState } from '../../core/journal.ts';
import type { Log } from './context.ts';

export type Journal = {
  /** Appends a fact; returns its number. The bytes are with the operating system when it returns, unless the disk takes nothing. */
  append(fact: EdgeFact): number;
  acknowledge(n: number): void;
  /** Facts after the last acknowledged one, in order. */
  pending(): { n: number; fact: EdgeFact }[];
  /** What was open when the process before this one ended. */
  readonly left: Pick<JournalState, 'legs' | 'recordings'>;
  close(): void;
};

type JournalOptions = { folder: string; log: Pick<Log, 'error' | 'info' | 'warn'>; now: () => number };

/** Acknowledged facts hold callers' numbers, which are core's to keep or erase: they leave the file this soon. */
const COMPACT_MS = 10_000;
/** A power cut may cost what the operating system had not written yet: it is told to write this often. */
const SYNC_MS = 200;
/** How often a disk that took nothing is tried again. */
const MEND_MS = 500;

export function openJournal({ folder, log, now }: JournalOptions): Journal {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'journal.ndjson');
  const { state, waiting, unreadable } = load(file);
  if (unreadable > 0) log.warn('lines of the journal could not be read', { lines: unreadable });
  state.next = firstNumber(state, now());
  const left = { legs: new Map(state.legs), recordings: new Map(state.recordings) };
  let fd = begin(file, state, waiting);
  let dirty = false;
  let stale = false;
  /** The file lacks something: a full or broken disk ends no call. What is held in memory is told to core all the same. */
  let torn = false;

  const write = (line: JournalLine): void => {
    applyLine(state, line);
    if (torn) return;
    try {
      writeWhole(fd, `${JSON.stringify(line)}\n`);
      dirty = true;
    } catch (error) {
      torn = true;
      log.error('the journal cannot be written: what a crash now would lose is kept in memory', { error: String(error) });
    }
  };
  /** The file anew: what it was to hold is known. Where that fails the old one stays as it is. */
  const renew = (): void => {
    const fresh = begin(file, state, waiting);
    fs.closeSync(fd);
    fd = fresh;
  };
  const sync = setInterval(() => {
    if (!dirty || torn) return;
    dirty = false;
    fs.fdatasync(fd, () => undefined);
  }, SYNC_MS);
  sync.unref();
  const compact = setInterval(() => {
    if (!stale || torn) return;
    try {
      renew();
      stale = false;
    } catch (error) {
      log.warn('the journal could not be shortened', { error: String(error) });
    }
  }, COMPACT_MS);
  compact.unref();
  const mend = setInterval(() => {
    if (!torn) return;
    try {
      renew();
      torn = false;
      log.info('the journal is whole again');
    } catch {
      // Told when it tore; the disk is no better yet.
    }
  }, MEND_MS);
  mend.unref();

  return {
    left,
    append(fact) {
      const n = state.next;
      waiting.push({ n, fact });
      write({ n, fact });
      return n;
    },
    acknowledge(n) {
      if (n <= state.acknowledged) return;
      // Not beyond the end: what is not told yet cannot be had.
      const upTo = Math.min(n, state.next - 1);
      while (waiting[0] && waiting[0].n <= upTo) waiting.shift();
      write({ ack: upTo });
      stale = true;
    },
    pending: () => [...waiting],
    close() {
      for (const timer of [sync, compact, mend]) clearInterval(timer);
      if (!torn) fs.fdatasyncSync(fd);
      fs.closeSync(fd);
    },
  };
}

/** A write may take only a part (a disk that is getting full): all of it, or it is taken back and throws. */
function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const before = fs.fstatSync(fd).size;
  try {
    for (let at = 0; at < bytes.length;) at += fs.writeSync(fd, bytes, at, bytes.length - at);
  } catch (error) {
    fs.ftruncateSync(fd, before);
    throw error;
  }
}

/** A line that a crash tore, or a broken disk spoilt, takes nothing else with it. */
function load(file: string): { state: JournalState; waiting: { n: number; fact: EdgeFact }[]; unreadable: number } {
  const state = emptyJournal();
  let waiting: { n: number; fact: EdgeFact }[] = [];
  let unreadable = 0;
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  for (const raw of text.split('\n')) {
    if (raw === '') continue;
    const line = parse(raw);
    if (line === null) {
      unreadable += 1;
      continue;
    }
    // Written twice: told once.
    if ('fact' in line && line.n <= Math.max(state.acknowledged, waiting.at(-1)?.n ?? 0)) continue;
    applyLine(state, line);
    if ('fact' in line) waiting.push({ n: line.n, fact: line.fact });
    else waiting = waiting.filter((fact) => fact.n > state.acknowledged);
  }
  return { state, waiting, unreadable };
}

function parse(raw: string): JournalLine | null {
  try {
    const line: unknown = JSON.parse(raw);
    const known = typeof line === 'object' && line !== null && ('ack' in line || 'checkpoint' in line || ('n' in line && 'fact' in line));
    return known ? (line as JournalLine) : null;
  } catch {
    return null;
  }
}

/** Writes checkpoint and unacknowledged facts to a new file and puts it in the old one's place. */
function begin(file: string, state: JournalState, waiting: { n: number; fact: EdgeFact }[]): number {
  const fresh = `${file}.new`;
  const lines: JournalLine[] = [checkpointOf(state), ...waiting];
  const fd = fs.openSync(fresh, 'w', 0o600);
  try {
    writeWhole(fd, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    fs.fdatasyncSync(fd);
    fs.renameSync(fresh, file);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}
