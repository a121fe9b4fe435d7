// What can go wrong with digital workers.
import { entry } from './entry.ts';

export const WORKER_ERRORS = {
  'worker.not-found': entry(
    404,
    ['No such digital worker', '找不到该数字员工'],
    ['There is no digital worker {id}.', '数字员工 {id} 不存在。'],
  ),
  'worker.no-way-to-person': entry(
    422,
    ['The flow has no way to a person', '该流程无法转人工'],
    [
      'A digital worker must let customers reach a person: a queue node, and key 0 of every menu leading to it. Look at: {nodes}.',
      '数字员工必须让客户能转人工：流程中要有排队节点，且每个菜单的 0 键都能到达。请检查：{nodes}。',
    ],
  ),
  'worker.too-many': entry(
    409,
    ['There are too many digital workers', '数字员工太多'],
    ['There can be {most} at most.', '最多 {most} 个。'],
  ),
  'worker.id-taken': entry(409, ['The id is taken', '该 id 已被使用'], ['There is a digital worker {id} already.', '已有数字员工 {id}。']),
} as const;
