// Every text of the widget in both languages, and which of them a page wants.
import type { Language, TenantText } from '@tandem/contract/texts.ts';

const en = {
  open: 'Open the chat',
  unread: (count: number) => `Open the chat, ${count} new`,
  close: 'Close the chat',
  log: 'Messages',
  field: 'Your message',
  hint: 'Write a message',
  send: 'Send',
  preview: 'Whoever answers may see what you write while you write it.',
  end: 'End chat',
  'end-sure': 'End this chat?',
  'end-yes': 'End it',
  'end-no': 'Go on',
  here: 'Write to us: somebody is here.',
  closed: 'We are closed now. Write, and we will answer when we are back.',
  waiting: 'We have your message. Somebody comes as soon as possible.',
  place: (position: number) => (position === 1 ? 'You are next.' : `You are number ${position} in the line.`),
  promise: (minutes: number) => (minutes <= 1 ? 'About a minute to wait.' : `About ${minutes} minutes to wait.`),
  with: (name: string) => `${name} is with you.`,
  somebody: 'Somebody is with you.',
  ended: 'This chat has ended. Write to begin again.',
  connecting: 'Connecting …',
  away: 'No connection. What you write is kept and sent as soon as there is one.',
  typing: (name: string) => `${name} is writing …`,
  you: 'You',
  us: 'We',
  sending: 'Sending …',
  kept: 'Kept, not sent yet',
  sent: 'Sent',
  read: 'Read',
  again: 'Send again',
  drop: 'Remove',
  today: 'Today',
};
export type Texts = typeof en;

const zhCN: Texts = {
  open: '打开在线客服',
  unread: (count) => `打开在线客服，${count} 条新消息`,
  close: '关闭在线客服',
  log: '消息',
  field: '您的消息',
  hint: '请输入消息',
  send: '发送',
  preview: '您输入时，客服可能看到正在输入的内容。',
  end: '结束会话',
  'end-sure': '确定结束本次会话吗？',
  'end-yes': '结束',
  'end-no': '继续',
  here: '请留言，客服在线。',
  closed: '现在不在服务时间。请留言，上班后我们会回复您。',
  waiting: '消息已收到，客服会尽快回复。',
  place: (position) => (position === 1 ? '下一位就是您。' : `您排在第 ${position} 位。`),
  promise: (minutes) => (minutes <= 1 ? '大约需要等待 1 分钟。' : `大约需要等待 ${minutes} 分钟。`),
  with: (name) => `${name} 正在为您服务。`,
  somebody: '客服正在为您服务。',
  ended: '本次会话已结束。发送消息可重新开始。',
  connecting: '正在连接……',
  away: '网络已断开。您写的内容会保存，恢复后自动发送。',
  typing: (name) => `${name} 正在输入……`,
  you: '您',
  us: '客服',
  sending: '正在发送……',
  kept: '已保存，尚未发送',
  sent: '已发送',
  read: '已读',
  again: '重新发送',
  drop: '删除',
  today: '今天',
};

export const TEXTS: Record<Language, Texts> = { en, 'zh-CN': zhCN };

/** The first that says a language: what the script tag asks for, the page, the browser. `zh`, `zh-TW`, `zh_CN` -> Chinese; other languages -> English. */
export function languageOf(...wishes: readonly (string | null | undefined)[]): Language {
  const wish = wishes.find((each) => each !== null && each !== undefined && each !== '');
  return /^zh\b|^zh_/i.test(wish ?? '') ? 'zh-CN' : 'en';
}

/** What the tenant wrote, in this language or the other. */
export const inLanguage = (text: TenantText, language: Language): string =>
  text[language] ?? text[language === 'en' ? 'zh-CN' : 'en'] ?? '';
