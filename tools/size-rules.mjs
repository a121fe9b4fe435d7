// What STYLE.md asks of every file and no other tool looks at, as a pure function of its path and text.
import path from 'node:path';
import ts from 'typescript';

const CONFIG = /(^|\/)(vite|vitest)\.config\.ts$/;
const TEST = /\.test\.(tsx?|mjs)$/;
const LAZY_NAMES = /^(utils?|helpers?|common|misc|managers?)$|-(utils?|helpers?|managers?)$/i;
/** A catalogue of texts, or a part of one, is named after its locale (`zh-CN`, `zh-CN-events`). */
const KEBAB = /^([a-z0-9]+(-[a-z0-9]+)*|[a-z]{2}-[A-Z]{2}(-[a-z0-9]+)*)$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const WARN_LINES = 300;
const FAIL_LINES = 500;
const DOOR_LINES = 60;

/** `file` is relative to the repository, with slashes. -> what breaks a rule, and what only deserves a look. */
export function judgeFile(file, text) {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const faults = [...nameFaults(file), ...placeFaults(file, lines)];
  const warnings = [];
  if (lines > FAIL_LINES) faults.push(`${file}: ${lines} lines; ${FAIL_LINES} is the limit, so it is two files`);
  else if (lines > WARN_LINES) warnings.push(`${file}: ${lines} lines; home is 40-150`);
  // A test says what it is for in its `describe`.
  if (!TEST.test(file) && !/^(#!.*\n)?(\/\/|\/\*)/.test(text)) faults.push(`${file}: opens without the sentence that says what it is for`);
  if (/\.tsx?$/.test(file)) faults.push(...syntaxFaults(file, text), ...importFaults(file, text));
  return { faults, warnings };
}

function* nameFaults(file) {
  const name = path.posix.basename(file).replace(/(\.int|\.test|\.fixture|\.config|\.worker|\.child)*\.(tsx?|mjs|cjs)$/, '');
  if (LAZY_NAMES.test(name)) yield `${file}: "${name}" says nothing; name it after what it holds`;
  const fits = KEBAB.test(name) || (file.endsWith('.tsx') && PASCAL.test(name));
  if (!fits) yield `${file}: file names are kebab-case, React components PascalCase.tsx`;
}

/** A module is index.ts, ports.ts, core/ and shell/ (and migrations/, which hold no code); nothing else at its top. */
function* placeFaults(file, lines) {
  const [, name, ...inside] = /^server\/src\/modules\/(.+)$/.exec(file)?.[1].split(/^([^/]+)\//) ?? [];
  if (!name || TEST.test(file) || inside[0]?.startsWith('test/')) return;
  const [first, ...deeper] = inside.join('').split('/');
  if (deeper.length > 0 && !['core', 'shell'].includes(first)) yield `${file}: code of a module lives in core/ or shell/`;
  if (deeper.length === 0 && !['index.ts', 'ports.ts'].includes(first))
    yield `${file}: a module has index.ts, ports.ts, core/ and shell/; this is in none of them`;
  if (deeper.length === 0 && first === 'index.ts' && lines > DOOR_LINES) yield `${file}: ${lines} lines; a door has at most ${DOOR_LINES}`;
}

function* syntaxFaults(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, false, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  for (const statement of source.statements) {
    const line = source.getLineAndCharacterOfPosition(statement.getStart(source)).line + 1;
    if (ts.isEnumDeclaration(statement)) yield `${file}:${line}: an enum; use a union of literals`;
    if (exportsDefault(statement) && !CONFIG.test(file)) yield `${file}:${line}: a default export; give it its name`;
  }
}

function exportsDefault(statement) {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    return clause !== undefined && ts.isNamedExports(clause) && clause.elements.some(({ name }) => name.text === 'default');
  }
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

function* importFaults(file, text) {
  for (const { fileName } of ts.preProcessFile(text, true, false).importedFiles) {
    const own = fileName.startsWith('.') || /^@tandem\/[^/]+\//.test(fileName);
    const ending = path.posix.extname(fileName.replace(/\?.*$/, ''));
    if (own && (ending === '' || ending === '.js')) yield `${file}: imports "${fileName}"; imports end in .ts`;
  }
}
