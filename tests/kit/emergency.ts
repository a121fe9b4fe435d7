// The settings of an emergency lane, for tests that need one and do not care which.
const name = { en: 'Made by a test', 'zh-CN': '测试所建' };

/** An emergency lane that nobody meets, open or closed. */
export const emergency = (more: object = {}): object => ({
  name,
  queues: [],
  numbers: [],
  levels: ['nobody'],
  say: [],
  key: null,
  priority: 0,
  callback: false,
  tag: 'recall',
  surge: null,
  ...more,
});
