// 班长查看坐席联络与认领告警的中文文本。
export const room = {
  phase: { calling: '呼叫中', held: '保持中', consulting: '咨询中', conference: '三方通话' },
  other: '与 {{name}}',
  unnamed: '已删除的客户',
  browser: '浏览器',
  'desk-phone': '话机 {{name}}',
  'contact-since': '本次联络已持续',
  sound: '通话音质差',
  'to-contact': '查看联络',
  take: '认领',
  'take-of': '认领：{{name}}',
  note: '备注（可选）',
  taken: '{{name}} 正在处理，{{time}}',
  machine: '程序',
};
