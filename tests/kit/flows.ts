// Flows of a test: made, published and, where it is to be called, bound to a number.
import { expect } from 'vitest';
import type { Api } from './tandem.ts';

let made = 0;

/** Begins at the first node. Answers with the flow's id; `number` null: only other flows lead there. */
export async function publishFlow(
  admin: Api,
  number: string | null,
  nodes: Record<string, unknown>,
  language: 'en' | 'zh-CN' = 'en',
): Promise<string> {
  const draft = { schema: 1, language, start: Object.keys(nodes)[0], nodes };
  const { id, problems } = await admin.send('POST', '/flows', { key: `made-${++made}`, name: { en: `Made ${made}` }, draft });
  expect(problems).toEqual([]);
  await admin.send('POST', `/flows/${id}/publish`);
  if (number !== null) await admin.send('POST', '/numbers', { number, label: number, flow: id });
  return id;
}
