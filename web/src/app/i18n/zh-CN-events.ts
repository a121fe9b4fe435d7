// What events of the log mean in Chinese, one sentence each.
export const events = {
  interaction: {
    started: {
      inbound: '客户拨打了 {{number}}。',
      outbound: '从 {{number}} 向客户发起呼叫。',
      internal: '向 {{number}} 发起内部呼叫。',
    },
    ended: '{{by}}{{stage}}结束了联络：{{cause}}。',
    'wrapped-up': {
      resolved: '{{agent}} 完成小结：{{disposition}}，已解决。',
      unresolved: '{{agent}} 完成小结：{{disposition}}，未解决。',
    },
  },
  call: {
    arrived: { device: '来电来自内部话机。', trunk: '来电来自外线。' },
    dialled: { agent: '正在呼叫 {{agent}} 的话机。', other: '正在呼叫另一个号码。' },
    ringing: '{{party}}正在振铃。',
    answered: '已与{{party}}接通。',
    bridged: { agent: '{{agent}} 与客户开始通话。', other: '双方已接通。' },
    held: '{{by}}保持了通话。',
    resumed: '{{by}}恢复了通话。',
    consulted: '{{by}} 正在咨询 {{target}}，客户等待中。',
    conferenced: '{{by}} 将各方加入同一通话。',
    parked: '{{by}} 将客户驻留在 {{place}}。',
    unparked: {
      fetched: '{{by}} 从 {{place}} 取回了客户。',
      'timed-out': '{{place}} 的驻留超时，无人取回。',
      left: '客户在 {{place}} 驻留时挂断。',
    },
    transferred: { accepted: '{{by}} 将通话转接到 {{target}}。', refused: '{{by}} 尝试将通话转接到 {{target}}，未成功。' },
    'leg-ended': '与{{party}}的连接已结束：{{cause}}。',
  },
  recording: {
    started: '开始录音。',
    sealed: { whole: '录音已保存（{{duration}}）。', cut: '录音中断，已保存 {{duration}}。' },
    lost: '录音丢失：{{reason}}。',
    erased: '录音已删除：{{reason}}。',
  },
  flow: {
    started: '进入菜单（版本 {{version}}）。',
    'node-entered': { planned: '菜单进行到步骤“{{node}}”。', otherwise: '菜单进行到步骤“{{node}}”，但与设计不符：{{detail}}。' },
    ended: {
      'hung-up': '菜单结束了通话。',
      transferred: '菜单转出了通话。',
      assigned: '菜单转给了坐席。',
      'customer-left': '客户在菜单中挂断。',
      failed: '菜单运行失败。',
    },
    published: '流程的版本 {{version}} 已发布。',
  },
  work: {
    queued: { call: '客户开始在 {{queue}} 排队等待。', callback: '对客户的回呼已在 {{queue}} 排队。' },
    due: '约定的回呼时间已到，已进入 {{queue}} 的队列。',
    offered: '等待 {{waited}} 后分配给 {{agent}}，当时可接听的坐席有 {{eligible}} 名。',
    'offer-ended': {
      declined: '{{agent}} 拒接。',
      'no-answer': '{{agent}} 没有接听。',
      unreachable: '无法接通 {{agent}} 的话机。',
      withdrawn: '对 {{agent}} 的分配已撤回。',
    },
    assigned: '{{agent}} 在客户等待 {{waited}} 后接听。',
    abandoned: { queue: '客户在 {{queue}} 等待 {{waited}} 后放弃。', ring: '客户等待 {{waited}} 后，在坐席振铃时放弃。' },
    removed: {
      'timed-out': '在 {{queue}} 等待 {{waited}} 后因超时结束等待。',
      moved: '等待 {{waited}} 后从 {{queue}} 移出。',
      system: '等待 {{waited}} 后由系统移出 {{queue}}。',
      callback: '客户在 {{queue}} 等待 {{waited}} 后选择回呼。',
    },
    released: {
      ended: '{{agent}} 结束通话，开始话后处理。',
      transferred: '{{agent}} 转出了此联络。',
      system: '系统将 {{agent}} 从此联络释放。',
    },
    completed: {
      done: '{{agent}} 完成了话后处理。',
      'timed-out': '{{agent}} 的话后处理时间已到。',
      none: '{{agent}} 恢复空闲。',
    },
  },
  callback: {
    requested: { now: '客户请求回呼。', later: '客户请求稍后回呼。' },
    attempted: {
      reached: '第 {{attempt}} 次回呼：已接通客户。',
      'no-answer': '第 {{attempt}} 次回呼：无人接听。',
      busy: '第 {{attempt}} 次回呼：对方忙。',
      failed: '第 {{attempt}} 次回呼：未能接通。',
    },
  },
  voicemail: {
    left: '客户留言（{{duration}}）。',
    changed: { new: '留言已放回收件箱。', taken: '留言已被领取。', done: '留言已处理。' },
  },
  agent: { occupied: { busy: '{{agent}} 正在处理自己的通话。', free: '{{agent}} 已结束自己的通话。' } },
  presence: { changed: '{{agent}} 的状态变为{{presence}}。' },
  customer: {
    created: { known: '已添加客户。', unknown: '来电者未知，已新建客户。' },
    changed: '客户资料已修改。',
    erased: '客户的个人数据已删除。',
  },
  matter: {
    opened: '已新建事项。',
    changed: { open: '事项已修改。', closed: '事项已关闭。' },
    removed: '事项已移除。',
    linked: { on: '此联络已关联到事项。', off: '此联络已从事项中移出。' },
  },
  config: { changed: '{{kind}}的设置已修改。' },
  storage: {
    changed: { ok: '磁盘空间已恢复。', low: '磁盘空间不足。', critical: '磁盘即将写满，新的通话不再录音。' },
  },
  other: '发生了当前版本无法描述的事件（{{type}}）。',
};
