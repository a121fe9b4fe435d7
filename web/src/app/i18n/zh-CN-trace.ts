// What a call's SIP ladder says in Simplified Chinese.
export const trace = {
  title: 'SIP 消息',
  lead: '谁向谁发送了什么，与日志事件按同一时间顺序排列。每次查看都会写入审计记录。',
  show: '查看',
  again: '重新读取',
  events: '日志事件',
  text: '文本',
  pcapng: '供 Wireshark 使用',
  time: '时间',
  off: '不保留 SIP 消息（TANDEM_SIP_TRACE_DAYS 为 0）。',
  none_other: '此联络没有保留的 SIP 消息：它们在 {{count}} 天后删除，也随客户一起删除。',
  left_other: '还有 {{count}} 条消息因该通话支路已达上限而未保留。',
  unreadable: '无法读取',
  'sent-again': '重发',
  way: '从{{from}}到{{to}}：',
};
