// The words for how calls are coded, and for the choice of it, in Chinese.
export const sound = {
  weak: '弱网模式',
  'weak-text': '占用带宽更少，丢包时音质更好。从下一通电话起生效。',
  now: '当前通话：{{codec}}，MOS {{mos}}，丢包 {{loss}}%',
  codec: { opus: 'Opus', g711: 'G.711' },
};
