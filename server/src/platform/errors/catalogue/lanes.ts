// What can go wrong with emergency lanes.
import { entry } from './entry.ts';

export const LANE_ERRORS = {
  'lane.not-found': entry(
    404,
    ['No such emergency lane', '找不到该应急通道'],
    ['There is no emergency lane {id}.', '应急通道 {id} 不存在。'],
  ),
  'lane.open': entry(409, ['The emergency lane is open', '应急通道已开启'], ['Close it first.', '请先关闭。']),
  'lane.unspeakable': entry(
    422,
    ['This cannot be said', '该内容无法播放'],
    [
      '"{what}" is no prompt, or there is no voice for its language, or it is a variable.',
      '“{what}”不是可用的提示音，或没有该语言的合成声音，或属于变量。',
    ],
  ),
  'lane.silent-key': entry(
    422,
    ['A key needs an announcement', '按键需要配合播报'],
    ['Say first which key is to be pressed.', '请先设置播报内容，告诉来电者按哪个键。'],
  ),
  'lane.empty-surge': entry(
    422,
    ['The surge rule asks for nothing', '激增规则为空'],
    ['Give at least one figure.', '请至少填写一个条件。'],
  ),
  'lane.too-many': entry(409, ['There are too many emergency lanes', '应急通道太多'], ['There can be {most} at most.', '最多 {most} 个。']),
  'lane.id-taken': entry(409, ['The id is taken', '该 id 已被使用'], ['There is an emergency lane {id} already.', '已有应急通道 {id}。']),
} as const;
