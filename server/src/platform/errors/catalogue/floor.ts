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
  'bulk.not-found': entry(404, ['Nothing to take back', '没有可撤销的操作'], ['There is no act {id} of yours.', '您没有操作 {id}。']),
  'bulk.too-late': entry(
    409,
    ['Too late to take back', '已无法撤销'],
    ['It was taken back already, or is longer than a minute ago.', '该操作已撤销，或已超过一分钟。'],
  ),
  'bulk.changed-since': entry(
    409,
    ['Changed since', '之后已被更改'],
    ['Somebody or something changed it after that, so it stays as it is.', '该项在此之后已被更改，因此保持现状。'],
  ),
  'bulk.nothing': entry(422, ['Nothing to change', '没有要更改的内容'], ['Say what is to be changed.', '请指定要更改的内容。']),
  'duty-plan.not-found': entry(404, ['No such plan', '找不到该安排'], ['There is no plan {id} for you.', '没有您可用的安排 {id}。']),
  'duty-plan.bad-time': entry(
    422,
    ['The times do not fit', '时间设置有误'],
    ['It begins now or later, within a year, and ends after it begins.', '开始时间须为现在或之后、一年以内，且结束时间须晚于开始时间。'],
  ),
  'duty-plan.partly': entry(
    409,
    ['Not all of it', '部分未执行'],
    ['A queue or a skill of the plan is no more.', '安排中的某个队列或技能已不存在。'],
  ),
  'duty-plan.over': entry(409, ['The plan is over', '该安排已结束'], ['There is nothing left to cancel.', '没有可取消的内容。']),
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
