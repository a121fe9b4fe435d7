// Who is asked for Opus: browsers, and whom we know to have nothing else.
import { describe, expect, it } from 'vitest';
import { codecsOffered } from './codecs.ts';

describe('an offer of ours', () => {
  it.each([
    ['a desk phone or a trunk', false, null, ['PCMA', 'PCMU']],
    ['one that agreed on G.711', false, 'PCMU', ['PCMA', 'PCMU']],
    ['one that has Opus alone', false, 'OPUS', ['PCMA', 'PCMU', 'OPUS']],
    ['a browser', true, null, ['PCMA', 'PCMU', 'OPUS']],
  ] as const)('to %s', (_, secured, agreed, codecs) => expect(codecsOffered(secured, agreed)).toEqual(codecs));
});
