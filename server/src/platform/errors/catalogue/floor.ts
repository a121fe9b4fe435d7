// What can go wrong on the supervisor's floor: limits of measures, wallboards.
import { entry } from './entry.ts';

export const FLOOR_ERRORS = {
  'threshold.not-found': entry(404, ['No such threshold', '找不到该阈值'], ['There is no threshold {id}.', '阈值 {id} 不存在。']),
  'threshold.unknown-measure': entry(
    422,
    ['This cannot be measured here', '此处没有该指标'],
    ['{measure} is no live measure of what was chosen.', '所选范围没有实时指标 {measure}。'],
  ),
  'threshold.bad-limits': entry(
    422,
    ['The limits are not in order', '限值有误'],
    [
      'Give a limit for the warning, for the alarm or for both; the alarm lies beyond the warning.',
      '请至少填写预警或告警中的一个限值；告警限值应比预警更严重。',
    ],
  ),
  'threshold.too-many': entry(409, ['There are too many thresholds', '阈值太多'], ['There can be {most} at most.', '最多 {most} 个。']),
  'threshold.id-taken': entry(409, ['The id is taken', '该 id 已被使用'], ['There is a threshold {id} already.', '已有阈值 {id}。']),
  'alarm.not-found': entry(404, ['No such alarm', '找不到该告警'], ['There is no alarm {id}.', '告警 {id} 不存在。']),
  'alarm.over': entry(409, ['The alarm is over', '告警已恢复'], ['The value is right again.', '数值已恢复正常。']),
  'alarm.got-worse': entry(
    409,
    ['The alarm has got worse', '告警已升级'],
    ['It was a warning and is an alarm by now. Look at it again before you take it.', '该预警已升级为告警，请查看后再认领。'],
  ),
  'wallboard.not-found': entry(404, ['No such wallboard', '找不到该大屏'], ['There is no wallboard {id}.', '大屏 {id} 不存在。']),
  'wallboard.changed': entry(
    409,
    ['Somebody else changed the wallboard', '大屏已被他人更改'],
    ['It is at version {version} by now. Load it again.', '当前版本为 {version}，请重新加载。'],
  ),
  'wallboard.id-taken': entry(
    409,
    ['The id is taken', '该 id 已被使用'],
    ['There is a wallboard {id} already; somebody may keep it for himself.', '已有大屏 {id}，可能由某人私人保留。'],
  ),
  'wallboard.too-many': entry(409, ['There are too many wallboards', '大屏太多'], ['There can be {most} at most.', '最多 {most} 个。']),
} as const;
