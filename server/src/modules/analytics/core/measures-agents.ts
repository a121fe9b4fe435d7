// Live measures of agents: what they declared and what they are doing. Each agent is in exactly one state.
import { heads, measures, part } from './measure.ts';
import { share } from './report.ts';

const define = measures('agents');

export const AGENT_MEASURES = [
  define(
    'agentsSignedIn',
    heads('none'),
    ['Agents signed in', 'agents in any state but offline'],
    ['已签入坐席', '除离线外各状态的坐席数'],
    ({ people }) => people && Object.entries(people).reduce((sum, [state, those]) => (state === 'offline' ? sum : sum + those), 0),
  ),
  define(
    'agentsReady',
    heads('up'),
    ['Agents ready', 'available, on queue, with a phone that can be rung, and without work: they wait for the next contact'],
    ['就绪坐席', '空闲、在队、话机可达且手上没有联络，等待下一个联络的坐席数'],
    ({ people }) => people?.idle ?? null,
  ),
  define(
    'agentsRinging',
    heads('none'),
    ['Agents being rung', 'agents whose phone rings for a contact'],
    ['振铃中坐席', '话机正在为联络振铃的坐席数'],
    ({ people }) => people?.offered ?? null,
  ),
  define(
    'agentsOnContact',
    heads('none'),
    ['Agents on a contact', 'agents who talk, hold, or are in a call of their own'],
    ['接待中坐席', '正在通话、保持或自行通话的坐席数'],
    ({ people }) => people?.['on-contact'] ?? null,
  ),
  define(
    'agentsWrappingUp',
    heads('none'),
    ['Agents in wrap-up', 'agents who wrap up a contact'],
    ['收尾中坐席', '正在话后处理的坐席数'],
    ({ people }) => people?.['wrap-up'] ?? null,
  ),
  define(
    'agentsBusy',
    heads('none'),
    ['Agents busy', 'agents without a contact who declared themselves busy'],
    ['忙碌坐席', '手上没有联络、自己声明忙碌的坐席数'],
    ({ people }) => people?.busy ?? null,
  ),
  define(
    'agentsOnBreak',
    heads('none'),
    ['Agents on break', 'agents without a contact who declared themselves away; by reason in the overview'],
    ['休息中坐席', '手上没有联络、自己声明离开的坐席数；概览中按原因列出'],
    ({ people }) => people?.away ?? null,
  ),
  define(
    'agentsOffQueue',
    heads('none'),
    ['Agents off queue', 'available, but not on queue'],
    ['不在队坐席', '空闲但未在队的坐席数'],
    ({ people }) => people?.available ?? null,
  ),
  define(
    'agentsUnreachable',
    heads('down'),
    ['Agents unreachable', 'available and on queue, but no phone of theirs is registered'],
    ['话机不可达坐席', '空闲且在队、但没有话机注册的坐席数'],
    ({ people }) => people?.unreachable ?? null,
  ),
  define(
    'agentsNotResponding',
    heads('down'),
    ['Agents not responding', 'did not take their last offer and are left alone for a moment'],
    ['未应答坐席', '上一次派单未接、暂不派单的坐席数'],
    ({ people }) => people?.['not-responding'] ?? null,
  ),
  define(
    'agentsResting',
    heads('none'),
    ['Agents resting', 'agents who are given a moment to breathe after a contact, before they are offered the next one'],
    ['小憩中坐席', '一次联络之后获得片刻休息、尚未派发下一个联络的坐席数'],
    ({ people }) => people?.resting ?? null,
  ),
  define(
    'occupancyNow',
    part('none'),
    ['Occupancy now', '(being rung + on a contact + in wrap-up) / (the same + ready + resting)'],
    ['当前占用率', '（振铃中 + 接待中 + 收尾中坐席）/（同上 + 就绪坐席 + 小憩中坐席）'],
    ({ people }) => {
      if (people === null) return null;
      const working = people.offered + people['on-contact'] + people['wrap-up'];
      return share(working, working + people.idle + people.resting);
    },
  ),
];
