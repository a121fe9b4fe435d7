// The tree of dispositions: what every tenant begins with, what makes a tree whole, and what of it can be chosen.
import type { Disposition } from '@tandem/contract/api/dispositions.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { no, ok, type Result } from '../../../kernel/result.ts';

export const MOST_LEVELS = 4;

const one = (key: string, en: string, zh: string, resolved: boolean | null, next: Disposition['next'] = null): Disposition => ({
  key,
  parent: null,
  name: { en, 'zh-CN': zh },
  resolved,
  next,
});

/** Until the tenant writes his own. */
export const DEFAULT_DISPOSITIONS: readonly Disposition[] = [
  one('answered', 'Question answered', '已解答问题', true),
  one('order-updated', 'Order changed', '已修改订单', true),
  one('complaint', 'Complaint', '投诉', null, 'matter'),
  one('call-back', 'Call back promised', '承诺回电', false, 'callback'),
  one('follow-up', 'Needs follow-up', '需要跟进', false, 'matter'),
  one('wrong-number', 'Wrong number', '打错电话', true),
  one('other', 'Other', '其他', null),
];

/** Names end at so many characters: they stand in lists. */
const MOST_LETTERS = 80;

export function checkTree(items: readonly Disposition[]): Result<null> {
  const depth = new Map<string, number>();
  for (const { key, parent, name } of items) {
    const refuse = (reason: string): Result<null> => no('disposition.bad-tree', { key, reason });
    if (depth.has(key)) return refuse('twice');
    const above = parent === null ? 0 : depth.get(parent);
    if (above === undefined) return refuse('parent');
    if (above >= MOST_LEVELS) return refuse('depth');
    const texts = Object.values(name);
    if (texts.some((text) => text.trim() === '' || text.length > MOST_LETTERS)) return refuse('name');
    depth.set(key, above + 1);
  }
  return ok(null);
}

/** Groups only hold others. */
export function mayChoose(items: readonly Disposition[], key: string): boolean {
  return items.some((each) => each.key === key) && !items.some((each) => each.parent === key);
}

/** Each key with its name under the names of its groups. */
export function pathsOf(items: readonly Disposition[]): Map<string, TenantText[]> {
  const paths = new Map<string, TenantText[]>();
  for (const { key, parent, name } of items) paths.set(key, [...(parent === null ? [] : (paths.get(parent) ?? [])), name]);
  return paths;
}
