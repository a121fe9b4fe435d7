// Every figure in words: its formula, unit and direction, in both languages. Served at GET /kpis/definitions; core/report.ts computes them.
import type { KpiDefinition, KpiDefinitions } from '@tandem/contract/api/kpis.ts';
import { LIVE_MEASURES } from './measures.ts';

/** Goes up with every change of a formula or of what is counted. */
const VERSION = 3;

type Unit = KpiDefinition['unit'];
type Direction = KpiDefinition['direction'];

function define(
  id: string,
  unit: Unit,
  direction: Direction,
  en: [name: string, formula: string],
  zh: [name: string, formula: string],
): KpiDefinition {
  return { id, name: { 'zh-CN': zh[0], en: en[0] }, formula: { 'zh-CN': zh[1], en: en[1] }, unit, direction };
}

const items: KpiDefinition[] = [
  define('arrived', 'contacts', 'none', ['Arrived', 'inbound contacts'], ['呼入量', '呼入的联络数']),
  define(
    'abandonedInFlow',
    'contacts',
    'down',
    [
      'Abandoned in flow',
      'the customer hung up in a flow, standing in no queue, before an agent had taken the contact; belongs to no queue',
    ],
    ['IVR 放弃', '客户在流程中、未在任何队列等待、且未被坐席接起时挂断；不计入任何队列'],
  ),
  define(
    'offered',
    'contacts',
    'none',
    ['Offered', 'entries into the queue: answered + abandoned + flow-outs + still waiting'],
    ['进队量', '进入队列的次数：接起 + 放弃 + 流出 + 仍在等待'],
  ),
  define('answered', 'contacts', 'up', ['Answered', 'taken by an agent out of the queue'], ['接起量', '由坐席从队列接起']),
  define(
    'answeredInTime',
    'contacts',
    'up',
    ['Answered in time', "answered with a wait of at most the queue's threshold, as it was when the contact was queued"],
    ['及时接起量', '等待时长不超过队列阈值的接起量（取进队时的阈值）'],
  ),
  define('abandoned', 'contacts', 'down', ['Abandoned', 'abandoned in queue + abandoned in ring'], ['放弃量', '排队放弃 + 振铃放弃']),
  define(
    'abandonedInQueue',
    'contacts',
    'down',
    ['Abandoned in queue', 'the customer hung up while waiting and no agent was being rung'],
    ['排队放弃', '客户在排队等待、未振铃坐席时挂断'],
  ),
  define(
    'abandonedInRing',
    'contacts',
    'down',
    ['Abandoned in ring', 'the customer hung up while an agent was being rung'],
    ['振铃放弃', '客户在坐席振铃期间挂断'],
  ),
  define(
    'shortAbandoned',
    'contacts',
    'none',
    ['Short abandons', 'abandoned after less than the short-abandon limit (5 s unless set otherwise)'],
    ['短时放弃', '等待短于短时放弃阈值（默认 5 秒）的放弃量'],
  ),
  define(
    'flowOuts',
    'contacts',
    'none',
    ['Flow-outs', 'left the queue without an agent and without hanging up: time-out, move, system'],
    ['流出量', '未接起也未挂断而离开队列：超时、转移、系统'],
  ),
  define(
    'serviceLevel',
    'share',
    'up',
    ['Service level', 'answered in time / (answered + abandoned − short abandons)'],
    ['服务水平', '及时接起量 /（接起量 + 放弃量 − 短时放弃）'],
  ),
  define('answerRate', 'share', 'up', ['Answer rate', 'answered / offered'], ['接通率', '接起量 / 进队量']),
  define('abandonRate', 'share', 'down', ['Abandon rate', 'abandoned / offered'], ['放弃率', '放弃量 / 进队量']),
  define(
    'asaMs',
    'ms',
    'down',
    ['Average speed of answer', 'sum of waits of answered contacts, from entering the queue to the answer / answered'],
    ['平均应答速度', '接起联络从进队到接起的等待时长之和 / 接起量'],
  ),
  define(
    'waitP50Ms',
    'ms',
    'down',
    ['Wait, median', 'half of the answered contacts waited at most this long (±1.6 %)'],
    ['等待时长中位数', '一半接起联络的等待不超过此值（误差 ±1.6%）'],
  ),
  define(
    'waitP90Ms',
    'ms',
    'down',
    ['Wait, 90th percentile', '90 % of the answered contacts waited at most this long (±1.6 %)'],
    ['等待时长 P90', '90% 接起联络的等待不超过此值（误差 ±1.6%）'],
  ),
  define('longestWaitMs', 'ms', 'down', ['Longest wait', 'longest wait of an answered contact'], ['最长等待', '接起联络中的最长等待时长']),
  define(
    'abandonTimeMs',
    'ms',
    'none',
    ['Average abandon time', 'sum of waits of abandoned contacts / abandoned'],
    ['平均放弃时长', '放弃联络的等待时长之和 / 放弃量'],
  ),
  define(
    'handled',
    'contacts',
    'up',
    ['Handled', 'contacts an agent has finished, wrap-up included'],
    ['处理量', '坐席已完成（含话后处理）的联络数'],
  ),
  define(
    'talkMs',
    'ms',
    'none',
    ['Talk', "from the connection to the end of the agent's part, without hold; of handled contacts"],
    ['通话时长', '已处理联络从接通到坐席结束的时长，不含保持'],
  ),
  define(
    'holdMs',
    'ms',
    'down',
    ['Hold', 'from hold to resume, or to the end; of handled contacts'],
    ['保持时长', '已处理联络从保持到恢复（或结束）的时长'],
  ),
  define(
    'acwMs',
    'ms',
    'none',
    ['After-call work', "from the end of the agent's part to the end of wrap-up; of handled contacts"],
    ['话后处理时长', '已处理联络从坐席结束到话后处理完成的时长'],
  ),
  define(
    'ahtMs',
    'ms',
    'none',
    ['Average handle time', '(talk + hold + after-call work) / handled'],
    ['平均处理时长', '（通话 + 保持 + 话后处理）/ 处理量'],
  ),
  define(
    'transfersOut',
    'contacts',
    'none',
    ['Transfers out', 'handled contacts that the agent passed on'],
    ['转出量', '坐席转出的已处理联络数'],
  ),
  define('transferRate', 'share', 'down', ['Transfer rate', 'transfers out / handled'], ['转接率', '转出量 / 处理量']),
  define('offers', 'offers', 'none', ['Offers', 'times an agent was rung for a contact'], ['派单次数', '向坐席振铃的次数']),
  define(
    'noAnswers',
    'offers',
    'down',
    ['Not answered', 'offers that ended because the agent let it ring'],
    ['坐席未应答', '坐席振铃未接而结束的派单次数'],
  ),
  define('noAnswerRate', 'share', 'down', ['Agent non-response', 'not answered / offers'], ['坐席未应答率', '坐席未应答 / 派单次数']),
  define(
    'promised',
    'contacts',
    'none',
    ['Promises judged', 'contacts that were promised a wait and were answered, or gave up later than promised'],
    ['已判定承诺', '获得承诺等待时长，并已接起或超过承诺时长后放弃的联络数'],
  ),
  define(
    'promiseKeptRate',
    'share',
    'up',
    ['Promises kept', 'waited no longer than promised / promises judged; told from ten judged promises on'],
    ['承诺兑现率', '等待未超过承诺时长的联络 / 已判定承诺；至少十个已判定承诺才显示'],
  ),
  define(
    'estimateErrorP50',
    'share',
    'down',
    [
      'Error of estimated waits',
      'median of |estimated − waited| / waited, of answered contacts that were expected to wait; waits under 10 s count as 10 s; told from ten such contacts on (±1.6 %)',
    ],
    ['预计等待误差', '预计需要等待且已接起的联络：|预计 − 实际| / 实际 的中位数；不足 10 秒的等待按 10 秒计；至少十次才显示（误差 ±1.6%）'],
  ),
  define(
    'waitParity',
    'share',
    'down',
    [
      'Wait parity',
      '(longest − shortest mean wait of the kinds of contact) / mean wait of all, of answered contacts; kinds are calls, call-backs and each channel, from five answers on',
    ],
    ['等待均等指数', '已接起联络：（各类联络平均等待的最大值 − 最小值）/ 总平均等待；类别为来电、回呼及各渠道，至少 5 次接起才参与比较'],
  ),
  define(
    'waitParityLeast',
    'share',
    'down',
    [
      'Wait parity, at least',
      'the index is at least that with 95 % confidence, by those who came to the same queue within the same 3 minutes; 0 where the difference may be chance',
    ],
    ['等待均等指数下限', '以 95% 置信度，指数至少为此值；只比较同一队列、同 3 分钟内进队的联络；差异可能出于偶然时为 0'],
  ),
  define(
    'onQueueMs',
    'ms',
    'none',
    ['On queue', 'time signed in, available and on queue, or with work in hand'],
    ['在队时长', '已签入、空闲可用且在队的时长，或手上有联络的时长'],
  ),
  define(
    'busyMs',
    'ms',
    'none',
    ['Busy', 'time with at least one contact, from the offer to the end of wrap-up; contacts at the same time count once'],
    ['忙碌时长', '至少有一个联络的时长，从派单到话后处理结束；同时进行的联络只计一次'],
  ),
  define('occupancy', 'share', 'none', ['Occupancy', 'busy / on queue'], ['占用率', '忙碌时长 / 在队时长']),
];

const counting = {
  en: 'Days are local days of the tenant. A contact counts, with all that came of it, on the day it entered the queue; a contact that entered none on the day it arrived. It counts once in each queue it enters. In the figures of an agent it counts on the day he took it, an offer on the day it was made, and times on queue and busy are cut at midnight.',
  'zh-CN':
    '日期为租户当地日。联络及其全部结果计入其进队当日；未进队的计入到达当日。每进入一个队列计一次。在坐席指标中，联络计入其接起当日，派单计入派出当日，在队与忙碌时长在午夜处切分。',
};

export const KPI_DEFINITIONS: KpiDefinitions = { version: VERSION, languages: ['zh-CN', 'en'], counting, items, live: LIVE_MEASURES };
