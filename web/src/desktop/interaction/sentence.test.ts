// Every event of the contract reads as a sentence in both languages, in every variant its schema allows.
import { EVENT_TYPES } from '@tandem/contract/events.ts';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../../app/i18n/en.ts';
import { zhCN } from '../../app/i18n/zh-CN.ts';
import { renderSentence } from './render-sentence.ts';
import { describeEvent, type Names } from './sentence.ts';

type Json = {
  type?: string;
  const?: unknown;
  anyOf?: Json[];
  properties?: Record<string, Json>;
  required?: string[];
  pattern?: string;
  items?: Json;
};

/** So many of the variants are tried without an optional field, too. */
const MOST_WITHOUT = 8;

/** Some value of each kind a schema allows: each member of a union, an optional field with and without. */
function samples(schema: Json): unknown[] {
  if (schema.anyOf) return schema.anyOf.flatMap(samples);
  if ('const' in schema) return [schema.const];
  switch (schema.type) {
    case 'object': {
      let made: Record<string, unknown>[] = [{}];
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        const options = samples(value);
        const optional = schema.required?.includes(key) === false;
        // Each option once, the other fields as they come: every variant appears, without the product of all.
        made = options.flatMap((option, index) => (index === 0 ? made : made.slice(0, 1)).map((one) => ({ ...one, [key]: option })));
        if (optional)
          made.push(...made.slice(0, MOST_WITHOUT).map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => name !== key))));
      }
      return made;
    }
    case 'string':
      return [schema.pattern?.startsWith('^') && /^\^[a-z]{3}_/.test(schema.pattern) ? `${schema.pattern.slice(1, 4)}_x` : 'text'];
    case 'integer':
    case 'number':
      return [61_000];
    case 'boolean':
      return [true, false];
    case 'array':
      return [[]];
    case 'null':
      return [null];
    default:
      return ['value'];
  }
}

const names: Names = {
  agents: new Map([['agt_x', 'Li Wei']]),
  queues: new Map([['que_x', 'Support']]),
  legs: new Map([['leg_x', 'customer']]),
};
const nobody: Names = { agents: new Map(), queues: new Map(), legs: new Map() };

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    fallbackLng: false,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
});

const cases = EVENT_TYPES.flatMap((event) => ['en', 'zh-CN'].map((language) => [event.type, language, event] as const));

/** What is wrong with a sentence, in words; nothing where it is right. */
function faults(data: Record<string, unknown>, type: string, known: Names, language: string): string[] {
  const sentence = describeEvent({ type, data }, known);
  const keys = [sentence.key, ...Object.values(sentence.parts).flatMap((part) => ('key' in part ? [part.key] : []))];
  const text = renderSentence(sentence, i18next.getFixedT(language));
  return [
    ...keys.filter((key) => !i18next.exists(key, { lng: language })).map((key) => `no text for ${key}`),
    ...(/\{\{|undefined|\[object|events\.|\b(agt|que|leg)_/.test(text) ? [`unfilled: ${text}`] : []),
    ...((language === 'en' ? /[.)]$/ : /[。）]$/).test(text) ? [] : [`no full stop: ${text}`]),
  ];
}

test.each(cases)('%s in %s', (type, language, event) => {
  const all = samples(event.schema as Json) as Record<string, unknown>[];
  expect(all.flatMap((data) => [...faults(data, type, names, language), ...faults(data, type, nobody, language)])).toEqual([]);
});

test.each(EVENT_TYPES.map((event) => [event.type, event] as const))('every variant written for %s can come up', (type, event) => {
  const seen = new Set(
    (samples(event.schema as Json) as Record<string, unknown>[]).map((data) => describeEvent({ type, data }, names).key),
  );
  const written = type.split('.').reduce<unknown>((tree, key) => (tree as Record<string, unknown>)[key], en.events);
  const wanted =
    typeof written === 'string' ? [`events.${type}`] : Object.keys(written as object).map((variant) => `events.${type}.${variant}`);
  expect([...seen].toSorted((a, b) => a.localeCompare(b))).toEqual(wanted.toSorted((a, b) => a.localeCompare(b)));
});

test('an event of a later version is named, not hidden', () => {
  const sentence = describeEvent({ type: 'call.recorded-elsewhere', data: {} }, nobody);
  expect(renderSentence(sentence, i18next.getFixedT('en'))).toContain('call.recorded-elsewhere');
});

test('a disposition reads as its name under its groups; one nobody named stands as written', () => {
  const dispositions = new Map([['late', ['Delivery', 'Too late']]]);
  const say = (disposition: string) =>
    renderSentence(
      describeEvent({ type: 'interaction.wrapped-up', data: { resolved: true, disposition, agent: 'agt_x' } }, { ...names, dispositions }),
      i18next.getFixedT('en'),
    );
  expect(say('late')).toBe('Li Wei wrapped up: Delivery › Too late, resolved.');
  expect(say('Garantiefall')).toBe('Li Wei wrapped up: Garantiefall, resolved.');
});
