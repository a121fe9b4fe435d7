// Live measures of this moment: who is where, and how long he has waited.
import { share } from './report.ts';
import { count, measures, part, time } from './measure.ts';

const define = measures('now');

export const NOW_MEASURES = [
  define(
    'inFlow',
    count('none', 'floor'),
    ['In a flow', 'contacts whose customer is in a flow, stands in no queue and talks with no agent'],
    ['流程中', '客户正在流程中、未排队且未与坐席通话的联络数'],
    ({ outside }) => outside?.inFlow ?? null,
  ),
  define(
    'waiting',
    count('down'),
    ['Waiting', 'customers on the line in the queue for whom no agent is being rung; call-backs not counted'],
    ['排队中', '在线排队且未振铃坐席的客户数，不含回呼'],
    ({ now }) => now.waiting,
  ),
  define(
    'ringing',
    count('none'),
    ['Ringing', 'customers on the line for whom an agent is being rung'],
    ['振铃中', '正在为其振铃坐席的在线客户数'],
    ({ now }) => now.ringing,
  ),
  define(
    'talking',
    count('none'),
    ['With agents', 'contacts that an agent has, on hold or not; call-backs he took included'],
    ['通话中', '坐席正在接待的联络数，含保持中和已接手的回呼'],
    ({ now }) => now.talking,
  ),
  define(
    'onHold',
    count('down'),
    ['On hold', 'of those with agents: on hold now'],
    ['保持中', '通话中的联络里当前处于保持的数量'],
    ({ now }) => now.onHold,
  ),
  define(
    'wrappingUp',
    count('none'),
    ['In wrap-up', 'contacts whose agent is wrapping up'],
    ['收尾中', '坐席正在话后处理的联络数'],
    ({ now }) => now.wrappingUp,
  ),
  define(
    'callbacksWaiting',
    count('down'),
    ['Call-backs waiting', 'call-backs asked for that no agent has taken yet, those planned for later included'],
    ['待回呼', '已登记、尚无坐席接手的回呼数，含预约在以后的'],
    ({ now }) => now.callbacksWaiting,
  ),
  define(
    'longestWaitNowMs',
    time('down'),
    ['Longest wait now', 'longest time since entering the queue of those waiting and ringing; 0 where nobody waits'],
    ['当前最长等待', '排队中和振铃中客户自进队起的最长时长；无人等待时为 0'],
    ({ now }) => now.longestWaitMs,
  ),
  define(
    'averageWaitNowMs',
    time('down'),
    ['Average wait now', 'sum of the waits so far of those waiting and ringing / (waiting + ringing)'],
    ['当前平均等待', '排队中和振铃中客户的已等待时长之和 /（排队中 + 振铃中）'],
    ({ now }) => (now.waiting + now.ringing === 0 ? 0 : Math.round(now.waitedMs / (now.waiting + now.ringing))),
  ),
  define(
    'waitingTooLong',
    count('down'),
    ['Waiting too long', "of those waiting and ringing: longer than the queue's service level threshold"],
    ['等待超时', '排队中和振铃中、等待已超过队列服务水平阈值的客户数'],
    ({ now }) => now.late,
  ),
  define(
    'estimatedWaitMs',
    time('down', 'queue'),
    [
      'Estimated wait',
      'what somebody who came now would wait: (customers ahead + 1) × mean handling time / agents there, less those who will give up, corrected by how the last estimates turned out',
    ],
    ['预计等待', '此刻来电者预计的等待：（前面的客户数 + 1）× 平均处理时长 / 在岗坐席数，扣除会放弃的客户，并按最近预计的误差修正'],
    ({ estimateMs }) => estimateMs,
  ),
  define(
    'promisedWaitMs',
    time('down', 'queue'),
    ['Promised wait', 'what somebody who came now would be told: four of five wait no longer, by how many of the last promises were kept'],
    ['承诺等待', '此刻来电者会听到的等待时长：五人中有四人不会等得更久，按最近承诺的兑现情况调整'],
    ({ promiseMs }) => promiseMs,
  ),
  define(
    'waitParityNow',
    part('down'),
    [
      'Wait parity now',
      'answered in the last 30 minutes: (longest − shortest mean wait of the kinds of contact) / mean wait of all; kinds are calls, call-backs and each channel, from five answers on',
    ],
    [
      '当前等待均等指数',
      '最近 30 分钟接起的联络：（各类联络平均等待的最大值 − 最小值）/ 总平均等待；类别为来电、回呼及各渠道，至少 5 次接起才参与比较',
    ],
    ({ parity }) => parity?.index ?? null,
  ),
  define(
    'waitParityLeastNow',
    part('down'),
    [
      'Wait parity now, at least',
      'the index is at least that with 95 % confidence, by those who came to the same queue within the same 3 minutes; 0 where the difference may be chance',
    ],
    ['当前等待均等指数下限', '以 95% 置信度，指数至少为此值；只比较同一队列、同 3 分钟内进队的联络；差异可能出于偶然时为 0'],
    ({ parity }) => parity?.least ?? null,
  ),
  define(
    'serviceLevelNow',
    part('up'),
    [
      'Service level now',
      'of contacts queued in the last 30 minutes: answered in time / (answered + abandoned − short abandons + still waiting beyond the threshold)',
    ],
    ['当前服务水平', '最近 30 分钟进队的联络：及时接起量 /（接起量 + 放弃量 − 短时放弃 + 仍在等待且已超过阈值的）'],
    ({ now }) => share(now.recentInTime, now.recentDecided),
  ),
];
