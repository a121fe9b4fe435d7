// The words of calls that follow their agent from phone to phone, answer themselves, or sound badly, in Chinese.
export const phoneMore = {
  queue: {
    auto: '自动接听',
    'auto-text': '坐席的话机自动接听，坐席先听到一声提示音。桌面话机须允许自动接听。',
  },
  devices: {
    title: '同时振铃',
    text: '这些话机与此浏览器同时振铃，在哪里接听都可以。',
  },
  carry: {
    to: '改用哪部话机？',
    text: '该话机会振铃，在那里接听后通话转到那里。在此之前您仍在这里通话。',
    browser: '此浏览器或另一个浏览器',
    phone: '桌面话机 {{name}}',
    none: '您没有其他话机。要使用浏览器，请先将它启用为您的话机。',
    rings: '您的另一部话机振铃中',
    missed: '另一部话机无人接听，通话仍在这里。',
  },
  poor: '音质差',
  'poor-text': '此通话音质较差已有一段时间：可能是网络不佳，或对方线路不佳。',
  redial: '重拨 {{number}}',
};
