// How rules of skills are read, and what is said of those that cannot be.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSkillRule, skillsOfRule, type SkillRuleText } from './skill-rule.ts';

test('not binds closer than and, and closer than or; brackets closest', () => {
  expect(parseSkillRule('english >= 50 and (refunds or complaints≥30) and not trainee')).toEqual({
    ok: true,
    rule: {
      all: [
        { skill: 'english', level: 50 },
        {
          any: [
            { skill: 'refunds', level: 1 },
            { skill: 'complaints', level: 30 },
          ],
        },
        { not: { skill: 'trainee', level: 1 } },
      ],
    },
  });
  expect(parseSkillRule('a 或 b 且 非 c')).toEqual(parseSkillRule('a or (b && !c)'));
});

test.each([
  ['', 'end', 0],
  ['a and', 'end', 5],
  ['(a or b', 'end', 7],
  ['a b', 'unexpected', 2],
  ['a >= 0', 'level', 2],
  ['a >= 101', 'level', 2],
  ['a ? b', 'unexpected', 2],
  ['and a', 'unexpected', 0],
  ['>= 5', 'unexpected', 0],
  [`${'('.repeat(12)}a${')'.repeat(12)}`, 'deep', 9],
])('%s: %s at %i', (text, fault, at) => {
  expect(parseSkillRule(text)).toEqual({ ok: false, fault, at });
});

test('what is written out is read back the same, and no text breaks the reader', () => {
  const leaf = fc.record({ skill: fc.constantFrom('english', 'x1', 'a-b'), level: fc.integer({ min: 1, max: 100 }) });
  const { rule } = fc.letrec<{ rule: SkillRuleText }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      leaf,
      fc.array(tie('rule'), { minLength: 2, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('rule'), { minLength: 2, maxLength: 3 }).map((any) => ({ any })),
      tie('rule').map((not) => ({ not })),
    ),
  }));
  const written = (of: SkillRuleText): string => {
    if ('all' in of) return of.all.map((each) => `(${written(each)})`).join(' and ');
    if ('any' in of) return of.any.map((each) => `(${written(each)})`).join(' or ');
    if ('not' in of) return `not (${written(of.not)})`;
    return `${of.skill} >= ${of.level}`;
  };
  fc.assert(
    fc.property(rule, (of) => {
      const read = parseSkillRule(written(of));
      expect(read).toEqual({ ok: true, rule: of });
      expect(skillsOfRule(of).length).toBeGreaterThan(0);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const read = parseSkillRule(text);
      if (!read.ok) expect(read.at).toBeLessThanOrEqual(text.length);
    }),
  );
});
