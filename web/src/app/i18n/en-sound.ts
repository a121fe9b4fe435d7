// The words for how calls are coded, and for the choice of it, in English.
export const sound = {
  weak: 'For a weak connection',
  'weak-text': 'Needs less bandwidth and sounds better where packets get lost. From your next call on.',
  now: 'This call: {{codec}}, MOS {{mos}}, {{loss}} % of the packets lost',
  codec: { opus: 'Opus', g711: 'G.711' },
};
