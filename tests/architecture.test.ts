// Keeps ARCHITECTURE.md true: its table of modules is the folder, every module says what it is, and every door is small.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const MODULES = path.join(ROOT, 'server/src/modules');
const MAP = path.join(ROOT, 'ARCHITECTURE.md');

const modules = readdirSync(MODULES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** First cells of the Markdown table whose first column is headed "module", without their link, code or bold marks. */
function modulesOnTheMap(markdown: string): string[] {
  const rows = markdown.split('\n').map((line) => /^\|([^|]*)\|/.exec(line.trim())?.[1]?.replaceAll(/\(.*\)|[`*[\]\s]/g, ''));
  const head = rows.findIndex((cell) => cell?.toLowerCase() === 'module');
  const body = head < 0 ? [] : rows.slice(head + 2);
  const end = body.indexOf(undefined);
  return body.slice(0, end < 0 ? undefined : end).filter((cell) => cell !== undefined);
}

describe('the map', () => {
  test('reads a table of modules', () => {
    const markdown =
      '| file | x |\n|---|---|\n| no | no |\n\n| Module | owns |\n|---|---|\n| `routing` | a |\n| [flow](server/src/modules/flow) | b |\n| **ai** | c |\n\n| no | no |\n';
    expect(modulesOnTheMap(markdown)).toEqual(['routing', 'flow', 'ai']);
  });

  test('names exactly the modules there are', () => {
    expect(modules.length).toBeGreaterThan(0);
    expect(modulesOnTheMap(readFileSync(MAP, 'utf8')).toSorted()).toEqual(modules.toSorted());
  });

  test('every file it links to exists', () => {
    const links = [...readFileSync(MAP, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
    const own = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(own.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
  });
});

describe.each(modules)('module %s', (name) => {
  test('says in its README what it owns, reads and tells', () => {
    const readme = path.join(MODULES, name, 'README.md');
    expect(existsSync(readme), `${name}/README.md`).toBe(true);
    expect(
      readFileSync(readme, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    ).toBeGreaterThanOrEqual(3);
  });

  test('has one small door', () => {
    const door = path.join(MODULES, name, 'index.ts');
    expect(existsSync(door), `${name}/index.ts`).toBe(true);
    expect(readFileSync(door, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });
});
