// What is left of an offer where Opus alone is wanted: everything but the other codecs, and all of it where there is no Opus.
import { describe, expect, it } from 'vitest';
import { opusAlone } from './opus-alone.ts';

const offer = (...audio: string[]): string =>
  ['v=0', 's=-', 'a=group:BUNDLE 0', ...audio, 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 VP8/90000', ''].join('\r\n');
const whole = offer(
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 0 8 110 126',
  'c=IN IP4 0.0.0.0',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ptime:20',
);

describe('an offer for a weak connection', () => {
  it('names Opus and its keys alone, and is otherwise as it was', () => {
    expect(opusAlone(whole)).toBe(
      offer(
        'm=audio 9 UDP/TLS/RTP/SAVPF 111 110',
        'c=IN IP4 0.0.0.0',
        'a=rtpmap:111 opus/48000/2',
        'a=rtcp-fb:111 transport-cc',
        'a=fmtp:111 minptime=10;useinbandfec=1',
        'a=rtpmap:110 telephone-event/48000',
        'a=ptime:20',
      ),
    );
    expect(opusAlone(opusAlone(whole))).toBe(opusAlone(whole));
  });

  it.each([
    ['has no Opus', offer('m=audio 9 RTP/AVP 0 8', 'a=rtpmap:0 PCMU/8000')],
    ['has no audio', 'v=0\r\nm=video 9 RTP/AVP 96\r\n'],
    ['is empty', ''],
  ])('is left as it is where it %s', (_, sdp) => expect(opusAlone(sdp)).toBe(sdp));
});
