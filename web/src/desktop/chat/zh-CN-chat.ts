// 坐席聊天界面的中文文字，随聊天界面一起加载。
import type { chat as english } from './en-chat.ts';

type Same<T> = { [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Same<T[K]> };

export const chat: Same<typeof english> = {
  title: '在线会话',
  'no-more': '会话已结束。',
  earlier: '更早的消息',
  'earlier-contact': '之前的联络，{{date}}',
  'this-contact': '本次联络',
  log: '消息',
  empty: '还没有消息。',
  failed: '无法加载消息',
  you: '您',
  customer: '客户',
  typing: '正在输入：',
  colleague: '同事',
  system: '系统',
  erased: '已删除',
  note: '内部备注',
  state: { sending: '正在发送……', sent: '已发送', read: '已读', failed: '未发送' },
  again: '重新发送',
  drop: '删除',
  write: {
    kind: '输入类型',
    out: '回复客户',
    note: '内部备注',
    'out-field': '发给客户的消息',
    'note-field': '给同事的备注，客户看不到',
    hint: 'Enter 发送，Shift + Enter 换行，Alt + {{letter}} 备注。',
    send: '发送',
    'save-note': '保存备注',
  },
  end: '结束会话',
  offer: {
    title: '新的在线会话',
    waited: '已等待 {{time}}',
    left: '剩余 {{time}} 应答',
    accept: '接受',
    decline: '拒绝',
    gone: '此会话已不再分配给您。',
  },
  strip: {
    title: '您的会话',
    unread_other: '{{count}} 条新消息',
    waits: '等待您回复',
    'wrap-up': '待小结',
    notice: '{{name}} 发来新消息',
  },
  key: 'Alt+{{letter}}',
};
