// A recording's plaintext (mu-law, customer left, agent right) as a WAV file that browsers play: what telephony offers to the recording module.
export { muLawStereoToWav as recordingToWav } from '@tandem/rtp';
