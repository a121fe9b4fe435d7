// What is remembered of the audio is read with care: it may be older than the app, or somebody else's.
import { describe, expect, it } from 'vitest';
import { DEFAULTS, readSettings } from './audio-settings.ts';

describe('readSettings', () => {
  it('takes what was chosen', () => {
    const chosen = { microphone: 'm1', speaker: 's1', echo: false, noise: false, autoAnswer: true, weak: true };
    expect(readSettings(JSON.stringify(chosen))).toEqual(chosen);
  });

  it.each([null, '', 'rubbish', 'null', '7', '[]', '{"microphone":3,"echo":"yes"}'])('takes %j for the defaults', (text) => {
    expect(readSettings(text)).toEqual(DEFAULTS);
  });

  it('adds what was not there yet', () => {
    expect(readSettings('{"microphone":"m1"}')).toEqual({ ...DEFAULTS, microphone: 'm1' });
  });
});
