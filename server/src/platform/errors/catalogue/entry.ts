// One entry of the error catalogue, and the short way to write it.
import type { Language } from '@tandem/contract/texts.ts';

export type ErrorEntry = {
  readonly status: number;
  readonly title: Readonly<Record<Language, string>>;
  /** `{name}` is replaced by that field of the error's detail; a detail that lacks one of them leaves the sentence out. */
  readonly detail?: Readonly<Record<Language, string>>;
};

/** `entry(404, ['Queue not found', '找不到队列'], ['There is no queue {id}.', '没有队列 {id}。'])` */
export function entry(status: number, title: readonly [en: string, zh: string], detail?: readonly [en: string, zh: string]): ErrorEntry {
  const titles = { en: title[0], 'zh-CN': title[1] };
  return detail === undefined ? { status, title: titles } : { status, title: titles, detail: { en: detail[0], 'zh-CN': detail[1] } };
}
