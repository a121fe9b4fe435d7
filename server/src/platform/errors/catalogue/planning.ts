// Why a day cannot be played under other rules.
import { entry } from './entry.ts';

export const PLANNING_ERRORS = {
  'what-if.not-found': entry(404, ['No such run', '找不到该推演'], ['There is no run {id}.', '推演 {id} 不存在。']),
  'what-if.running': entry(
    409,
    ['A day is being played already', '已有推演正在进行'],
    ['One at a time: wait for it, or cancel it ({id}).', '同一时间只能进行一个推演：请等待其完成或将其取消（{id}）。'],
  ),
  'what-if.over': entry(409, ['It is over already', '推演已结束'], ['It is {state}.', '当前状态：{state}。']),
  'what-if.bad-day': entry(
    422,
    ['This day cannot be played', '无法推演这一天'],
    ['{day} is no day, or it has not begun yet.', '{day} 不是有效日期，或尚未到来。'],
  ),
  'what-if.no-change': entry(
    422,
    ['Nothing would be different', '没有任何改动'],
    ['Change settings of a queue, rules or staffing.', '请更改队列设置、规则或人员安排。'],
  ),
  'what-if.no-queue': entry(
    422,
    ['The queue was not there', '当天没有该队列'],
    ['There was no queue {queue} on that day.', '当天尚无队列 {queue}。'],
  ),
  'what-if.bad-hours': entry(
    422,
    ['The hours end before they begin', '结束时间早于开始时间'],
    ['From {from} to {to} is no time.', '{from} 至 {to} 不是有效的时间段。'],
  ),
  'what-if.bad-version': entry(
    422,
    ['This state cannot be tried', '无法试用该版本'],
    [
      'Only states of queues and of the rules of routing can be tried, and only those that were something.',
      '只能试用队列或路由规则曾经有过的状态。',
    ],
  ),
  'what-if.no-data': entry(
    422,
    ['Nothing happened on this day', '这一天没有数据'],
    ['Nobody came to a queue on {day}, or the log of that day is no longer kept.', '{day} 没有客户进入队列，或当天的日志已不再保留。'],
  ),
  'what-if.failed': entry(
    500,
    ['The day could not be played', '推演失败'],
    ['Something went wrong on the server. Try again.', '服务器出现故障，请重试。'],
  ),
} as const;
