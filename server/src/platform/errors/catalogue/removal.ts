// Errors of taking away what is still used: each names the places under "errors", as paths of the API with what people call them.
import { entry } from './entry.ts';

const inUse = (en: string, zh: string) =>
  entry(
    409,
    [en, zh],
    [
      'It is used in {places} places, listed under "errors". Take it out of them first.',
      '共有 {places} 处正在使用，见 "errors"。请先从这些地方移除。',
    ],
  );

export const REMOVAL_ERRORS = {
  'queue.in-use': inUse('The queue is in use', '队列正在使用'),
  'queue.busy': entry(
    409,
    ['The queue has work', '队列中还有联络'],
    [
      '{count} contacts wait in it or are with its agents. Try again when they are over.',
      '还有 {count} 个联络在等待或由坐席处理。请在其结束后重试。',
    ],
  ),
  'skill.not-found': entry(404, ['Skill not found', '找不到技能'], ['There is no skill {id}.', '没有技能 {id}。']),
  'skill.in-use': inUse('The skill is in use', '技能正在使用'),
  'hours.in-use': inUse('The opening hours are in use', '营业时间正在使用'),
  'flow.in-use': inUse('The flow is in use', '流程正在使用'),
  'team.in-use': inUse('The team is not empty', '团队中仍有成员'),
  'site.name-taken': entry(
    409,
    ['The site name is taken', '站点名称已被使用'],
    ['There is a site {name} already.', '已有名为 {name} 的站点。'],
  ),
} as const;
