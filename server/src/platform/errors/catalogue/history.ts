// Why an earlier state of what administrators set up is not to be had again.
import { entry } from './entry.ts';

const title = ['This state cannot be restored', '无法恢复到该状态'] as const;

export const HISTORY_ERRORS = {
  'history.not-found': entry(404, ['No such change', '找不到该更改'], ['There is no change {id}.', '没有更改记录 {id}。']),
  'history.changed-since': entry(
    409,
    ['It was changed since', '之后又有更改'],
    ['Somebody changed it after this. Look at its history.', '在此之后又有人更改了它，请查看其历史记录。'],
  ),
  'history.not-restorable': entry(409, title, ['There is no way to make or remove this again.', '此项无法重新创建或删除。']),
  'history.asks': entry(422, title, [
    'Something belonged to it that is kept nowhere. Give it anew: {fields}.',
    '它带有未被保存的内容，请重新填写：{fields}。',
  ]),
  'history.secret-gone': entry(409, title, [
    'A password or key belonged to it, which is kept nowhere. Make it anew.',
    '它带有未被保存的密码或密钥，请重新创建。',
  ]),
  'history.recordings-gone': entry(409, title, ['Its recordings are not kept any more. Record it anew.', '其录音已不再保留，请重新录制。']),
  'history.see-versions': entry(409, title, [
    'Versions of a flow are chosen on its own page, where its draft is in sight.',
    '流程的版本请在流程页面选择，以便看到其草稿。',
  ]),
} as const;
