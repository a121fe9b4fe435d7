// What each shipped prompt says: sentences from catalogue.json, parts of values from values.mjs; written beside the sounds as texts.json.
import fs from 'node:fs';
import path from 'node:path';
import { VALUES } from './values.mjs';

const LANGUAGES = ['en', 'zh-CN'];
const FILE = path.resolve(import.meta.dirname, '../../assets/prompts/texts.json');

/** name -> { en?, 'zh-CN'?, pinyin?, phones?, voice? } */
export const PROMPTS = { ...JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'catalogue.json'), 'utf8')), ...VALUES };

/** name -> { en?, 'zh-CN'? }, as it stands in texts.json. */
export const TEXTS = Object.fromEntries(
  Object.entries(PROMPTS).map(([name, prompt]) => [
    name,
    Object.fromEntries(LANGUAGES.flatMap((each) => (prompt[each] === undefined ? [] : [[each, prompt[each]]]))),
  ]),
);

export function writeTexts() {
  fs.writeFileSync(FILE, `${JSON.stringify(TEXTS, null, 2)}\n`);
}
