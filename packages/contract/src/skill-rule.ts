// A rule of skills as people write it: `english >= 50 and (refunds or complaints >= 30) and not trainee`; in Chinese 且, 或, 非. Keys of skills, levels 1 to 100.
import type { Id } from './ids.ts';

export type SkillRuleText =
  { skill: string; level: number } | { all: readonly SkillRuleText[] } | { any: readonly SkillRuleText[] } | { not: SkillRuleText };

/** `at`: the character (from 0) that could not be read; `end`: it stopped too early; `deep`: nested deeper than anybody can follow. */
export type RuleFault = { fault: 'unexpected' | 'end' | 'level' | 'deep'; at: number };
export type ParsedRule = { ok: true; rule: SkillRuleText } | ({ ok: false } & RuleFault);

const DEEPEST = 8;
const TOKEN = /\s*(?:(>=|≥)\s*(\d+)|([()（）])|([a-z0-9][a-z0-9-]*|且|或|非|[&|!]+)|(.))/giy;
const AND = new Set(['and', '且', '&', '&&']);
const OR = new Set(['or', '或', '|', '||']);
const NOT = new Set(['not', '非', '!']);

type Token = { at: number; word: string; level?: number };
class Unreadable extends Error {
  readonly fault: RuleFault;
  constructor(fault: RuleFault['fault'], at: number) {
    super(fault);
    this.fault = { fault, at };
  }
}

/** `not` binds closer than `and`, and `and` closer than `or`. A skill without a level is asked for at 1. */
export function parseSkillRule(text: string): ParsedRule {
  try {
    const tokens = tokensOf(text);
    const reader = { tokens, next: 0, end: text.length };
    const rule = either(reader, 0);
    const rest = tokens[reader.next];
    if (rest) throw new Unreadable('unexpected', rest.at);
    return { ok: true, rule };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, ...error.fault };
    throw error;
  }
}

/** Every skill it names. */
export function skillsOfRule(rule: SkillRuleText): string[] {
  if ('all' in rule) return rule.all.flatMap(skillsOfRule);
  if ('any' in rule) return rule.any.flatMap(skillsOfRule);
  if ('not' in rule) return skillsOfRule(rule.not);
  return [rule.skill];
}

type SkillId = Id<'skl'>;
export type SkillRuleByIds =
  { skill: SkillId; level: number } | { all: SkillRuleByIds[] } | { any: SkillRuleByIds[] } | { not: SkillRuleByIds };

/** As routing matches by it. What is stored was read once already, and no skill that it names can be taken away; null where there is no rule. */
export function skillRuleByIds(text: string | null | undefined, ids: ReadonlyMap<string, SkillId>): SkillRuleByIds | null {
  const parsed = typeof text === 'string' ? parseSkillRule(text) : null;
  return parsed?.ok === true ? withIds(parsed.rule, ids) : null;
}

function withIds(rule: SkillRuleText, ids: ReadonlyMap<string, SkillId>): SkillRuleByIds {
  if ('all' in rule) return { all: rule.all.map((each) => withIds(each, ids)) };
  if ('any' in rule) return { any: rule.any.map((each) => withIds(each, ids)) };
  if ('not' in rule) return { not: withIds(rule.not, ids) };
  return { skill: ids.get(rule.skill) ?? 'skl_unknown', level: rule.level };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null && found[0] !== ''; found = TOKEN.exec(text)) {
    const [whole, compare, digits, bracket, word, odd] = found;
    const at = found.index + whole.length - whole.trimStart().length;
    if (odd !== undefined) throw new Unreadable('unexpected', at);
    if (compare !== undefined) {
      const level = Number(digits);
      if (level < 1 || level > 100) throw new Unreadable('level', at);
      tokens.push({ at, word: '>=', level });
    } else tokens.push({ at, word: (bracket ?? word ?? '').toLowerCase() });
  }
  return tokens;
}

type Reader = { tokens: readonly Token[]; next: number; end: number };

function either(reader: Reader, depth: number): SkillRuleText {
  if (depth > DEEPEST) throw new Unreadable('deep', reader.tokens[reader.next]?.at ?? reader.end);
  const any = [both(reader, depth)];
  while (OR.has(reader.tokens[reader.next]?.word ?? '')) {
    reader.next++;
    any.push(both(reader, depth));
  }
  return any.length === 1 ? any[0]! : { any };
}

function both(reader: Reader, depth: number): SkillRuleText {
  const all = [one(reader, depth)];
  while (AND.has(reader.tokens[reader.next]?.word ?? '')) {
    reader.next++;
    all.push(one(reader, depth));
  }
  return all.length === 1 ? all[0]! : { all };
}

function one(reader: Reader, depth: number): SkillRuleText {
  const token = reader.tokens[reader.next++];
  if (!token) throw new Unreadable('end', reader.end);
  if (NOT.has(token.word)) {
    if (depth > DEEPEST) throw new Unreadable('deep', token.at);
    return { not: one(reader, depth + 1) };
  }
  if (token.word === '(' || token.word === '（') {
    const inside = either(reader, depth + 1);
    const close = reader.tokens[reader.next++];
    if (!close) throw new Unreadable('end', reader.end);
    if (close.word !== ')' && close.word !== '）') throw new Unreadable('unexpected', close.at);
    return inside;
  }
  if (!/^[a-z0-9]/.test(token.word) || AND.has(token.word) || OR.has(token.word)) throw new Unreadable('unexpected', token.at);
  const level = reader.tokens[reader.next]?.level;
  if (level !== undefined) reader.next++;
  return { skill: token.word, level: level ?? 1 };
}
