// The settings of a digital worker, for tests that need one and do not care which.

/** Paused, at no queue, and free of charge; `flow` must have a way to a person. */
export const digitalWorker = (flow: string, more: object = {}) => ({
  name: { en: 'Order clerk', 'zh-CN': '订单员' },
  on: false,
  flow,
  queues: [],
  skills: [],
  capacity: { voice: 2 },
  cost: { perContact: 0, perMinute: 0, currency: 'CNY' },
  ...more,
});
