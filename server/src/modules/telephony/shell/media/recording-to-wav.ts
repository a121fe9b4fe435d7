// A recording's plaintext (mu-law, customer left, agent right) as a WAV file that browsers play: what telephony offers to the recording module.
import { wavHeader } from '@tandem/rtp';

export { muLawStereoToWav as recordingToWav } from '@tandem/rtp';

/** The header of that file for so many samples of both channels together, for parts of it. */
export const recordingWavHeader = (samples: number): Uint8Array => wavHeader('pcm16', 8_000, 2, (samples & ~1) * 2);
