// Keeps the documents true: every file, function, link and command they name is there.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Files of the repository, also those not committed yet. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
const HAVE = new Set(FILES);
const NAMES = new Set(FILES.map((file) => path.basename(file)));
const DOCUMENTS = FILES.filter((file) => file.endsWith('.md') && !file.startsWith('tools/layers-canary/'));
const WALKS = DOCUMENTS.filter((file) => file.startsWith('docs/walks/'));
/** Documents that name files of the code; guides also name files that their reader makes. */
const MAPS = DOCUMENTS.filter((file) => file === 'ARCHITECTURE.md' || WALKS.includes(file) || path.basename(file).startsWith('README'));

const SHARED = ['', 'server/src/', 'server/src/modules/'];
const OWN: Readonly<Record<string, string[]>> = {
  'docs/walks/call.md': ['server/src/modules/telephony/'],
  'docs/walks/chat.md': ['server/src/modules/messaging/'],
};

/** Where a path named in a document may begin, the nearest first: its own folder, those above it, the code's. */
function bases(document: string): string[] {
  const parts = path.dirname(document) === '.' ? [] : path.dirname(document).split('/');
  const above = parts.map((_part, i) => `${parts.slice(0, parts.length - i).join('/')}/`);
  return [...(OWN[document] ?? []), ...above, ...above.map((folder) => `${folder}src/`), ...SHARED];
}

/** The file a name in a document means, null where there is none. A bare name may be of any folder. */
function fileOf(document: string, name: string): string | null {
  const found = bases(document)
    .map((base) => path.posix.normalize(base + name))
    .find((file) => HAVE.has(file));
  return found ?? (!name.includes('/') && NAMES.has(name) ? (FILES.find((file) => path.basename(file) === name) ?? null) : null);
}

/** Names of files in a text; patterns (`<area>`, `*`, `{a,b}`) and the law's `modules/x` are not names. */
function filesNamed(text: string): string[] {
  const names = text.matchAll(/(?<![\w@./<>*{}:-])(?:\.\.?\/)*(?:[\w@-][\w@.-]*\/)*[\w-][\w.-]*\.(?:ts|tsx|mjs|cjs|sql|md|png)(?![\w/])/g);
  return [...new Set([...names].map((match) => match[0]))].filter((name) => !name.startsWith('modules/x/'));
}

const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[`*]/g, '')
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('names of files', () => {
  test('are found in a text', () => {
    expect(filesNamed('see `core/step.ts`, a/b.md; modules/<area>/shell/routes.ts, platform/*/types.ts and x.test.ts -> ../y.mjs')).toEqual(
      ['core/step.ts', 'a/b.md', 'x.test.ts', '../y.mjs'],
    );
  });

  test.each(MAPS)('%s names files that exist', (document) => {
    const allowed = new Set(['x.test.ts', 'x.int.test.ts', 'index.ts', 'ports.ts', 'README.md']);
    expect(filesNamed(read(document)).filter((name) => !allowed.has(name) && fileOf(document, name) === null)).toEqual([]);
  });

  test.each(MAPS)('%s names folders that exist', (document) => {
    const folders = [...read(document).matchAll(/`((?:packages|server|web|tests|bench|docs|tools|assets)\/[\w./-]*?)\/?`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(folders.filter((folder) => !bases(document).some((base) => existsSync(path.join(ROOT, base, folder))))).toEqual([]);
  });
});

describe('names of functions', () => {
  test.each(WALKS)('%s names functions that are in the files beside them', (document) => {
    const missing: string[] = [];
    for (const line of read(document).split('\n')) {
      const texts = filesNamed(line)
        .flatMap((name) => fileOf(document, name) ?? [])
        .filter((file) => /\.tsx?$/.test(file))
        .map(read);
      const calls = [...line.matchAll(/(?<![/\w.])([a-z][A-Za-z]+)\(/g)].map((match) => match[1] ?? '');
      if (texts.length > 0) missing.push(...calls.filter((call) => !texts.some((text) => new RegExp(`\\b${call}\\b`).test(text))));
    }
    expect(missing).toEqual([]);
  });

  test('a walk is made of files and functions', () => {
    expect(filesNamed(read('docs/walks/call.md')).length).toBeGreaterThan(30);
  });
});

describe('links', () => {
  test.each(DOCUMENTS)('of %s lead somewhere', (document) => {
    const dead: string[] = [];
    for (const [, link = ''] of read(document)
      .replaceAll(/```.*?```/gs, '')
      .matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? document : path.posix.join(path.dirname(document), file);
      if (!existsSync(path.join(ROOT, target))) dead.push(link);
      else if (anchor && ![...read(target).matchAll(/^#+ (.*)$/gm)].some((match) => slug(match[1] ?? '') === anchor)) dead.push(link);
    }
    expect(dead).toEqual([]);
  });
});

describe('documents', () => {
  test('print npm commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const printed = DOCUMENTS.flatMap((document) =>
      [...read(document).matchAll(/npm (?:run ([a-z][\w:-]*)|(start|test)\b)/g)].map((match) => match[1] ?? match[2] ?? ''),
    );
    expect(new Set(printed.filter((name) => scripts[name] === undefined))).toEqual(new Set());
  });

  const guides = readdirSync(path.join(ROOT, 'docs/guides')).filter((file) => file.endsWith('.en.md'));
  test.each(guides)('docs/guides/%s says the same sections in Chinese', (english) => {
    const outline = (file: string): string[] =>
      [
        ...read(`docs/guides/${file}`)
          .replaceAll(/```.*?```/gs, '')
          .matchAll(/^(#+) /gm),
      ].map((match) => match[1] ?? '');
    expect(outline(english.replace('.en.md', '.zh-CN.md'))).toEqual(outline(english));
  });

  test('every decision is in the list', () => {
    const listed = read('docs/adr/README.md');
    expect(readdirSync(path.join(ROOT, 'docs/adr')).filter((file) => /^\d{4}-/.test(file) && !listed.includes(`(${file})`))).toEqual([]);
  });

  test.each(readdirSync(path.join(ROOT, 'server/src/modules')))('the README of %s names its ports', (module) => {
    expect(read(`server/src/modules/${module}/README.md`)).toMatch(/\bPorts\b/);
  });

  test('every direct dependency has its line', () => {
    const text = read('docs/adr/0003-dependencies.md');
    const manifests = ['package.json', 'server/package.json', 'web/package.json', 'packages/contract/package.json'].map(
      (file) => JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>,
    );
    const wanted = new Set(
      manifests.flatMap((manifest) =>
        ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(manifest[kind] ?? {})),
      ),
    );
    const covered = (name: string): boolean => {
      const [scope, part] = name.startsWith('@') ? name.split('/') : [];
      if (scope === '@tandem') return true;
      if (scope !== undefined && (text.includes(`${scope}/*`) || new RegExp(`${scope}/\\{[^}]*\\b${part}\\b[^}]*\\}`).test(text)))
        return true;
      return text.includes(name);
    };
    expect([...wanted].filter((name) => !covered(name))).toEqual([]);
  });
});
