// 告警提示音和系统通知的中文文本。
export const alarmSound = {
  switch: '提示音',
  text: '告警产生或加重时播放一声短音。如果您允许，此页面不在眼前时还会显示系统通知。',
  blocked: '浏览器尚未允许播放声音，请在此页面任意处点击一次。',
  'notice-warn': '预警：{{name}}',
  'notice-alarm': '告警：{{name}}',
};
