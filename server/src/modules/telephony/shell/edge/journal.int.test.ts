// The journal's file in every state that a crash, a power cut or a full disk leaves it in.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import { openJournal, type Journal } from './journal.ts';

const folders: string[] = [];
const open: Journal[] = [];
const said: string[] = [];
const tell = (message: string): void => void said.push(message);
const log = { error: tell, info: tell, warn: tell };
let clock = 1_000;

afterEach(() => {
  open.splice(0).forEach((journal) => journal.close());
  folders.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true, force: true }));
  said.length = 0;
});

function fresh(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  folders.push(folder);
  return folder;
}
/** As after a crash: the one before it is not closed. */
function start(folder: string): Journal {
  const journal = openJournal({ folder, log, now: () => clock });
  open.push(journal);
  return journal;
}
const fileOf = (folder: string): string => path.join(folder, 'journal.ndjson');
const fact = (leg: string, kind: 'leg.dialled' | 'leg.ended' = 'leg.dialled'): EdgeFact => {
  const base = { at: 1, tenant: 'tnt_a', leg: `leg_${leg}`, call: 'cal_a' } as const;
  return kind === 'leg.ended' ? { kind, ...base, cause: 'normal', by: 'remote', sipStatus: null } : { kind, ...base };
};
const legsOf = (journal: Journal): string[] => journal.pending().map((each) => (each.fact as { leg: string }).leg);

describe('after a crash', () => {
  it('has every fact that was not acknowledged, in order, and what was open', () => {
    const folder = fresh();
    const first = start(folder);
    const numbers = [first.append(fact('a')), first.append(fact('b')), first.append(fact('a', 'leg.ended'))];
    first.acknowledge(numbers[0]!);
    const next = start(folder);
    expect(next.pending().map(({ n }) => n)).toEqual(numbers.slice(1));
    expect([...next.left.legs.keys()]).toEqual(['leg_b']);
  });

  it('that tore the last line, or spoilt one, loses that line alone', () => {
    const folder = fresh();
    const first = start(folder);
    ['a', 'b', 'c'].forEach((leg) => first.append(fact(leg)));
    const lines = fs.readFileSync(fileOf(folder), 'utf8').trimEnd().split('\n');
    lines[2] = lines[2]!.slice(0, 20);
    fs.writeFileSync(fileOf(folder), `${lines.join('\n')}\n{"n":99,"fa`);
    expect(legsOf(start(folder))).toEqual(['leg_a', 'leg_c']);
    expect(said).toContain('lines of the journal could not be read');
  });

  it('tells a fact once that stands there twice', () => {
    const folder = fresh();
    start(folder).append(fact('a'));
    const text = fs.readFileSync(fileOf(folder), 'utf8');
    fs.appendFileSync(fileOf(folder), `${text.trimEnd().split('\n').at(-1)!}\n`);
    expect(legsOf(start(folder))).toEqual(['leg_a']);
  });
});

describe('numbers', () => {
  it('never come again, also where the file lost its end or is gone', () => {
    const folder = fresh();
    const first = start(folder);
    const last = [first.append(fact('a')), first.append(fact('b'))].at(-1)!;
    clock += 5;
    const lines = fs.readFileSync(fileOf(folder), 'utf8').split('\n');
    fs.writeFileSync(fileOf(folder), lines.slice(0, 1).join('\n'));
    expect(start(folder).append(fact('c'))).toBeGreaterThan(last);
    clock += 5;
    fs.rmSync(fileOf(folder));
    expect(start(folder).append(fact('d'))).toBeGreaterThan(last);
  });

  it('grow on where the clock went back', () => {
    const folder = fresh();
    const last = start(folder).append(fact('a'));
    clock -= 900;
    expect(start(folder).append(fact('b'))).toBeGreaterThan(last);
  });

  it('acknowledged beyond the end take no fact away that is yet to come', () => {
    const journal = start(fresh());
    const n = journal.append(fact('a'));
    journal.acknowledge(n + 100);
    expect(journal.pending()).toEqual([]);
    journal.append(fact('b'));
    expect(legsOf(journal)).toEqual(['leg_b']);
  });
});

/** A file system of its own, or null where nobody may mount one. */
function tinyDisk(): string | null {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    fs.rmSync(folder, { recursive: true });
    return null;
  }
}
const disk = tinyDisk();

describe.skipIf(disk === null)('a disk that is full', () => {
  it('ends nothing: facts are told all the same, and written when there is room', async () => {
    const folder = disk!;
    try {
      const journal = start(folder);
      journal.append(fact('a'));
      fs.writeFileSync(path.join(folder, 'ballast'), Buffer.alloc(40_000));
      for (let i = 0; i < 400; i++) journal.append(fact(`b${i}`));
      expect(said.filter((line) => line.includes('cannot be written'))).toHaveLength(1);
      expect(journal.pending()).toHaveLength(401);
      // What is there can be read: no line is half there.
      const lines = fs.readFileSync(fileOf(folder), 'utf8').trimEnd().split('\n');
      expect(() => lines.map((line) => JSON.parse(line))).not.toThrow();
      fs.rmSync(path.join(folder, 'ballast'));
      journal.acknowledge(journal.pending()[380]!.n);
      const until = Date.now() + 5_000;
      while (!said.includes('the journal is whole again') && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(legsOf(start(folder))).toEqual(Array.from({ length: 20 }, (_unused, i) => `leg_b${380 + i}`));
    } finally {
      open.splice(0).forEach((journal) => journal.close());
      execFileSync('umount', [folder]);
      fs.rmSync(folder, { recursive: true });
    }
  });
});
