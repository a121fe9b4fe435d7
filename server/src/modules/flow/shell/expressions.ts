// CEL expressions: compiled at publishing, with bounds on what they can cost, and worked out for the core, which knows no library.
import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js';
import type { Evaluate } from '../core/program.ts';
import type { Value, Variables } from '../core/run.ts';

const LONGEST = 500;
const KEPT = 1_000;
/**
 * Left out: macros, as nested ones multiply what one expression costs, and regular expressions, as a pattern can take exponential time
 * on what a caller keys in. Without them the cost is the size of the expression.
 */
const COSTLY = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'matches', 'bind']);

const environment = new Environment({
  // Which variables there are is the graph's business; one that is not set is an error of the evaluation.
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: 150, maxDepth: 24, maxListElements: 50, maxMapEntries: 10, maxCallArguments: 8 },
});

type Compiled = { ok: true; run: ParseResult; variables: readonly string[] } | { ok: false; reason: string };
const compiled = new Map<string, Compiled>();

/** The variables that it reads, or why it cannot be used. */
export function compileExpression(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  const result = compile(text);
  const oldest = compiled.size >= KEPT ? compiled.keys().next() : null;
  if (oldest && !oldest.done) compiled.delete(oldest.value);
  compiled.set(text, result);
  return result;
}

function compile(text: string): Compiled {
  if (text.length > LONGEST) return { ok: false, reason: `longer than ${LONGEST} characters` };
  try {
    const run = environment.parse(text);
    const found = { variables: new Set<string>(), costly: new Set<string>() };
    walk(run.ast, found);
    const [costly] = found.costly;
    if (costly !== undefined) return { ok: false, reason: `${costly} is not offered, as its cost has no bound` };
    const checked = run.check();
    if (!checked.valid) return { ok: false, reason: firstLine(checked.error) };
    return { ok: true, run, variables: [...found.variables] };
  } catch (error) {
    return { ok: false, reason: firstLine(error) };
  }
}

function walk(node: unknown, found: { variables: Set<string>; costly: Set<string> }): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, found);
    return;
  }
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return;
  const { op, args } = node as ASTNode;
  if (op === 'id') found.variables.add(String(args));
  if ((op === 'call' || op === 'rcall') && COSTLY.has(args[0])) found.costly.add(args[0]);
  if (op !== 'value') walk(args, found);
}

export const evaluateExpression: Evaluate = (text, vars) => {
  const expression = compileExpression(text);
  if (!expression.ok) return expression;
  try {
    const value: unknown = expression.run(contextOf(vars));
    const plain = plainOf(value);
    return plain === null ? { ok: false, reason: `${text}: gives no text, number or truth value` } : { ok: true, value: plain };
  } catch (error) {
    return { ok: false, reason: `${text}: ${firstLine(error)}` };
  }
};

/** CEL's whole numbers are BigInt in this library; nothing is inherited, so `constructor` is as unknown as any other name. */
function contextOf(vars: Variables): Record<string, unknown> {
  const context: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(vars))
    context[name] = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  return context;
}

function plainOf(value: unknown): Value | null {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value.slice(0, 1_000);
  return typeof value === 'boolean' ? value : null;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
}
