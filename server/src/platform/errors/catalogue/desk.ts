// What can go wrong at the agent's desk: dispositions, wrap-up time, whose contact it is.
import { entry } from './entry.ts';

export const DESK_ERRORS = {
  'disposition.unknown': entry(
    422,
    ['This cannot be chosen', '不能选择此事由'],
    ['{key} is not on the list of this queue, or is a group of others.', '{key} 不在该队列的联络事由列表中，或者是分组。'],
  ),
  'disposition.bad-tree': entry(
    422,
    ['The list is not in order', '联络事由列表有误'],
    [
      'See {key}: each key stands once, below a group that comes before it, at most four levels deep, and has a name of at most 80 characters.',
      '请检查 {key}：每个标识只能出现一次，须位于其分组之后，最多四级，名称不超过 80 个字符。',
    ],
  ),
  'disposition.changed': entry(
    409,
    ['Somebody else changed the list', '列表已被他人更改'],
    ['It is at version {version} by now. Load it again.', '当前版本为 {version}，请重新加载。'],
  ),
  'work.no-more-time': entry(
    409,
    ['There is no more time', '没有更多时间'],
    ['The queue gives no more time for this wrap-up.', '该队列不再延长此次收尾时间。'],
  ),
  'interaction.customer-known': entry(
    409,
    ['The contact has its customer', '该联络已有客户'],
    [
      'Only a contact of a caller nobody has named yet can be given to another customer.',
      '只有尚未识别的来电者的联络才能归到其他客户名下。',
    ],
  ),
  'interaction.not-joined': entry(
    409,
    ['There is nothing to take back', '没有可撤回的内容'],
    ['Nobody has said of this contact’s caller who he is.', '尚未有人确认该联络的来电者身份。'],
  ),
} as const;
